import Engine
import Foundation
import Testing

@testable import PgVectorStore

@Suite struct SettingsTests {
  private func read(_ entries: [(String, ConfigurationValue)]) -> (PgVectorSettings, [String], ConfigurationValue) {
    var reader = SettingsReader(.map(entries.map { .init($0.0, $0.1) }), path: "store.pgvector")
    let settings = PgVectorSettings(from: &reader)
    reader.finish()
    return (settings, reader.problems.map(\.path), reader.effective)
  }

  @Test func emptySectionIsTheDefaults() {
    let (settings, problems, _) = read([])
    #expect(settings == PgVectorSettings())
    #expect(problems.isEmpty)
  }

  @Test(arguments: [
    ("127.0.0.1", TLSMode.disable), ("localhost", .disable), ("/run/postgresql", .disable), ("::1", .disable),
    ("db.example.com", .verifyFull), ("10.0.0.1", .verifyFull), ("localhost.example.com", .verifyFull),
  ])
  func serversElsewhereAreSpokenToByTLS(host: String, expected: TLSMode) {
    #expect(read([("host", .string(host))]).0.tls == expected)
  }

  @Test func tlsCanBeTurnedOffAndOn() {
    #expect(read([("host", .string("db")), ("tls", .string("disable"))]).0.tls == .disable)
    #expect(read([("tls", .string("verify-full"))]).0.tls == .verifyFull)
  }

  @Test func everyProblemIsReportedAtOnce() {
    let (_, problems, _) = read([
      ("host", .string("a b")), ("port", .integer(0)), ("database", .string("")), ("user", .integer(1)),
      ("password_file", .string("relative")), ("tls", .string("prefer")), ("ca_file", .string("x")),
      ("schema", .string("Robert'); DROP TABLE")), ("connections", .integer(0)), ("connect_timeout_s", .integer(1)),
      ("statement_timeout_ms", .integer(99)), ("hnsw_from", .integer(1)), ("ef_search", .integer(1001)),
      ("index_memory_mb", .integer(1)), ("password", .string("secret")),
    ])
    let keys = [
      "host", "port", "database", "user", "password_file", "tls", "ca_file", "schema", "connections",
      "connect_timeout_s", "statement_timeout_ms", "hnsw_from", "ef_search", "index_memory_mb", "password",
    ]
    #expect(Set(problems) == Set(keys.map { "store.pgvector.\($0)" }))
  }

  @Test func onePasswordIsEnough() {
    #expect(
      read([("password_file", .string("/f")), ("password_env", .string("P"))]).1 == ["store.pgvector.password_env"])
    #expect(read([("password_file", .string("/f"))]).0.password == .file("/f"))
    #expect(read([("password_env", .string("P"))]).0.password == .environment("P"))
  }

  @Test(arguments: ["pg_mine", "1a", "a-b", "A", "ä", "", String(repeating: "a", count: 64)])
  func schemaNamesThatNeedQuotingAreRefused(name: String) {
    #expect(read([("schema", .string(name))]).1 == ["store.pgvector.schema"])
  }

  @Test func passwordIsTheFirstLineOfItsFile() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "kenali-password-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    try "a secret with spaces \r\nsecond line\n".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try PasswordSource.file(file).password() == "a secret with spaces ")
    try "".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(throws: ComponentError.self) { try PasswordSource.file(file).password() }
    #expect(throws: ComponentError.self) { try PasswordSource.file(file + ".not-there").password() }
  }

  @Test func passwordCanBeInTheEnvironment() throws {
    setenv("KENALI_TEST_PASSWORD", "from outside", 1)
    #expect(try PasswordSource.environment("KENALI_TEST_PASSWORD").password() == "from outside")
    unsetenv("KENALI_TEST_PASSWORD")
    #expect(throws: ComponentError.self) { try PasswordSource.environment("KENALI_TEST_PASSWORD").password() }
    #expect(try PasswordSource.none.password() == nil)
  }
}
