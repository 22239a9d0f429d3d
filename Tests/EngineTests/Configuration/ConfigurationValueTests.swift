import Engine
import Testing

@Suite struct ConfigurationValueTests {
  private typealias Entry = ConfigurationValue.Entry

  @Test func kinds() {
    let kinds: [(ConfigurationValue, String)] = [
      (.null, "nothing"), (.bool(true), "a boolean"), (.integer(1), "an integer"), (.number(1.5), "a number"),
      (.string(""), "a string"), (.list([]), "a list"), (.map([]), "a section"),
    ]
    for (value, kind) in kinds { #expect(value.kind == kind) }
  }

  @Test func aKeyIsFoundOnlyInASection() {
    let map = ConfigurationValue.map([Entry("a", .integer(1)), Entry("b", .null)])
    #expect(map["a"] == .integer(1))
    #expect(map["b"] == .null)
    #expect(map["c"] == nil)
    #expect(ConfigurationValue.string("a")["a"] == nil)
    #expect(ConfigurationValue.list([map])["a"] == nil)
  }

  @Test func theLastOfTwoKeysHolds() {
    #expect(ConfigurationValue.map([Entry("a", .integer(1)), Entry("a", .integer(2))])["a"] == .integer(2))
  }

  @Test func setReplacesWithoutMovingTheKey() {
    var value = ConfigurationValue.map([Entry("a", .integer(1)), Entry("b", .integer(2))])
    value.set(["a"], to: .string("new"))
    #expect(value == .map([Entry("a", .string("new")), Entry("b", .integer(2))]))
  }

  @Test func setMakesSectionsOnTheWay() {
    var value = ConfigurationValue.map([Entry("server", .map([Entry("port", .integer(80))]))])
    value.set(["server", "tls", "key"], to: .string("k"))
    value.set(["store"], to: .null)
    #expect(
      value
        == .map([
          Entry("server", .map([Entry("port", .integer(80)), Entry("tls", .map([Entry("key", .string("k"))]))])),
          Entry("store", .null),
        ]))
  }

  @Test(arguments: [ConfigurationValue.null, .integer(1), .string("x"), .list([.integer(1)])])
  func setPutsASectionWhereThereWasNone(_ obstacle: ConfigurationValue) {
    var root = obstacle
    root.set(["a", "b"], to: .bool(true))
    #expect(root == .map([Entry("a", .map([Entry("b", .bool(true))]))]))

    var nested = ConfigurationValue.map([Entry("a", obstacle)])
    nested.set(["a", "b"], to: .bool(true))
    #expect(nested == root)
  }

  @Test func setOfNoPathIsTheValueItself() {
    var value = ConfigurationValue.map([])
    value.set([String](), to: .integer(7))
    #expect(value == .integer(7))
  }

  @Test func setReachesTheOneOfTwoKeysThatHolds() {
    // An override must not be lost because the document has the key twice (which is reported apart from this).
    var value = ConfigurationValue.map([Entry("a", .integer(1)), Entry("a", .integer(2))])
    value.set(["a"], to: .integer(3))
    #expect(value["a"] == .integer(3))
  }

  @Test func setTakesPathsCutFromAnotherString() {
    var value = ConfigurationValue.map([])
    value.set("KENALI__server__port".split(separator: "_").dropFirst().map(String.init), to: .integer(1))
    #expect(value["server"]?["port"] == .integer(1))
  }

  @Test func problemsAndErrorsReadAsPathAndMessage() {
    let first = ConfigurationProblem(path: "server.port", message: "must be lower")
    let second = ConfigurationProblem(path: "store", message: "unknown key")
    #expect("\(first)" == "server.port: must be lower")
    #expect("\(ConfigurationError([first, second]))" == "server.port: must be lower\nstore: unknown key")
  }
}
