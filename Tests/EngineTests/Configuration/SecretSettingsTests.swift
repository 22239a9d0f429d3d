import Engine
import Testing

/// A secret is read and never shown again, however wrong the document is.
@Suite struct SecretSettingsTests {
  private typealias Entry = ConfigurationValue.Entry

  @Test func itIsReadAndShownAsSet() {
    var reader = SettingsReader(.map([Entry("key", .string("hunter2"))]))
    #expect(reader.secret("key") == "hunter2")
    reader.finish()
    #expect(reader.problems.isEmpty)
    #expect(reader.effective == .map([Entry("key", .string("(set)"))]))
  }

  private static let wrong: [ConfigurationValue] = [
    .integer(4711), .number(47.11), .list([.string("hunter2")]), .map([Entry("hunter2", .string("hunter2"))]),
    .string(""), .bool(true),
  ]

  @Test(arguments: wrong) func aWrongOneIsNotShownEither(_ value: ConfigurationValue) {
    var reader = SettingsReader(.map([Entry("key", value)]), path: "store")
    #expect(reader.secret("key") == nil)
    reader.finish()
    #expect(
      reader.problems == [ConfigurationProblem(path: "store.key", message: "must be a string that is not empty")])
    #expect(reader.effective == .map([Entry("key", .string("(set)"))]))
  }

  @Test func doubleUnknownOrMisplacedSecretsAreNotShown() {
    let secret = ConfigurationValue.string("hunter2")
    var twice = SettingsReader(.map([Entry("key", secret), Entry("key", secret)]))
    #expect(twice.secret("key") == "hunter2")
    twice.finish()
    var unknown = SettingsReader(.map([Entry("kee", secret)]))
    _ = unknown.secret("key")
    unknown.finish()
    var misplaced = SettingsReader(.map([Entry("store", secret)]))
    misplaced.section("store") { _ = $0.secret("key") }
    misplaced.finish()
    for reader in [twice, unknown, misplaced] {
      #expect(reader.problems.count == 1)
      #expect(!"\(reader.problems)".contains("hunter2"))
      #expect(!"\(reader.effective)".contains("hunter2"))
    }
  }

  @Test func throughAbsorbItStaysHidden() {
    var reader = SettingsReader(.map([Entry("tenant", .map([Entry("key", .string("hunter2"))]))]))
    for (key, value) in reader.openKeys() {
      var inner = SettingsReader(value, path: key)
      #expect(inner.secret("key") == "hunter2")
      inner.finish()
      reader.absorb(inner, as: key)
    }
    #expect(reader.effective == .map([Entry("tenant", .map([Entry("key", .string("(set)"))]))]))
  }
}
