import Testing

@testable import PgVectorStore

@Suite struct PgVectorVersionTests {
  @Test(arguments: ["0.8.4", "0.8.6", "0.8.10", "0.9", "0.9.0", "1", "1.0"]) func newEnough(text: String) throws {
    #expect(try #require(PgVectorVersion(text)) >= .oldest)
  }

  @Test(arguments: ["0.8.3", "0.8", "0.7.10", "0"]) func tooOld(text: String) throws {
    #expect(try #require(PgVectorVersion(text)) < .oldest)
  }

  @Test(arguments: ["", "none", "0.8.x", "0..8", "."]) func noVersion(text: String) {
    #expect(PgVectorVersion(text) == nil)
  }
}
