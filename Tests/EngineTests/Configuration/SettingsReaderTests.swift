import Engine
import Testing

/// Each type of setting: what it takes, what it refuses, and what is effective then.
@Suite struct SettingsReaderTests {
  private static func section(_ entries: (String, ConfigurationValue)...) -> ConfigurationValue {
    .map(entries.map { ConfigurationValue.Entry($0, $1) })
  }

  private func problem(_ path: String, _ message: String) -> ConfigurationProblem {
    ConfigurationProblem(path: path, message: message)
  }

  @Test func whatIsAbsentTakesItsDefault() {
    var reader = SettingsReader(.null)
    #expect(reader.integer("i", default: 5, in: 1...9) == 5)
    #expect(reader.number("n", default: 0.5, in: 0...1) == 0.5)
    #expect(reader.boolean("b", default: true) == true)
    #expect(reader.string("s", default: "x") == "x")
    #expect(reader.choice("c", default: "up", of: ["up", "down"]) == "up")
    #expect(reader.strings("l", default: ["p", "q"]) == ["p", "q"])
    #expect(reader.optionalNumber("on", in: 0...1) == nil)
    #expect(reader.optionalString("os") == nil)
    #expect(reader.secret("k") == nil)
    reader.finish()
    #expect(reader.problems.isEmpty)
    #expect(
      reader.effective
        == Self.section(
          ("i", .integer(5)), ("n", .number(0.5)), ("b", .bool(true)), ("s", .string("x")), ("c", .string("up")),
          ("l", .list([.string("p"), .string("q")]))))
  }

  @Test func whatIsThereIsTaken() {
    var reader = SettingsReader(
      Self.section(
        ("i", .integer(7)), ("n", .number(0.25)), ("b", .bool(false)), ("s", .string("y")), ("c", .string("down")),
        ("l", .list([.string("z")])), ("on", .number(0.75)), ("os", .string("o"))))
    #expect(reader.integer("i", default: 5, in: 1...9) == 7)
    #expect(reader.number("n", default: 0.5, in: 0...1) == 0.25)
    #expect(reader.boolean("b", default: true) == false)
    #expect(reader.string("s", default: "x") == "y")
    #expect(reader.choice("c", default: "up", of: ["up", "down"]) == "down")
    #expect(reader.strings("l", default: ["p", "q"]) == ["z"])
    #expect(reader.optionalNumber("on", in: 0...1) == 0.75)
    #expect(reader.optionalString("os") == "o")
    reader.finish()
    #expect(reader.problems.isEmpty)
    #expect(
      reader.effective
        == Self.section(
          ("i", .integer(7)), ("n", .number(0.25)), ("b", .bool(false)), ("s", .string("y")), ("c", .string("down")),
          ("l", .list([.string("z")])), ("on", .number(0.75)), ("os", .string("o"))))
  }

  private static let integers: [(ConfigurationValue, Int?, String)] = [
    (.integer(1), 1, ""), (.integer(9), 9, ""), (.integer(0), nil, "0"), (.integer(10), nil, "10"),
    (.number(5), nil, "5.0"), (.string("5"), nil, "'5'"), (.bool(true), nil, "true"), (.null, nil, "nothing"),
    (.list([.integer(5)]), nil, "a list"), (.map([]), nil, "a section"),
  ]

  @Test(arguments: integers) func wholeNumbers(_ value: ConfigurationValue, taken: Int?, shown: String) {
    var reader = SettingsReader(Self.section(("i", value)))
    #expect(reader.integer("i", default: 5, in: 1...9) == taken ?? 5)
    #expect(
      reader.problems == (taken == nil ? [problem("i", "must be a whole number from 1 to 9, not \(shown)")] : []))
    #expect(reader.effective == Self.section(("i", .integer(taken ?? 5))))
  }

  private static let numbers: [(ConfigurationValue, Double?, String)] = [
    (.number(0), 0, ""), (.number(1), 1, ""), (.integer(1), 1, ""), (.number(-0.1), nil, "-0.1"),
    (.number(1.5), nil, "1.5"), (.integer(2), nil, "2"), (.number(.nan), nil, "nan"), (.number(.infinity), nil, "inf"),
    (.string("0.5"), nil, "'0.5'"), (.null, nil, "nothing"),
  ]

  @Test(arguments: numbers) func numbersTakeWholeOnesToo(_ value: ConfigurationValue, taken: Double?, shown: String) {
    var reader = SettingsReader(Self.section(("n", value)))
    #expect(reader.number("n", default: 0.5, in: 0...1) == taken ?? 0.5)
    #expect(reader.problems == (taken == nil ? [problem("n", "must be a number from 0.0 to 1.0, not \(shown)")] : []))
    #expect(reader.effective == Self.section(("n", .number(taken ?? 0.5))))
  }

  @Test func anOptionalNumberThatIsWrongIsNone() {
    // The default of an optional setting is that it is not set: neither a bound nor an empty text stands in for it.
    var reader = SettingsReader(Self.section(("on", .number(1.5))))
    #expect(reader.optionalNumber("on", in: 0.25...1) == nil)
    #expect(reader.problems == [problem("on", "must be a number from 0.25 to 1.0, not 1.5")])
    #expect(reader.effective == .map([]))
  }

  @Test func anOptionalStringThatIsWrongIsNone() {
    var reader = SettingsReader(Self.section(("os", .integer(3)), ("ot", .string("bad"))))
    #expect(reader.optionalString("os") == nil)
    #expect(reader.optionalString("ot", expected: "an address") { $0 == "good" } == nil)
    #expect(
      reader.problems
        == [problem("os", "must be a string, not 3"), problem("ot", "must be an address, not 'bad'")])
    #expect(reader.effective == .map([]))
  }

  @Test func optionalSettingsTakeNullForAbsent() {
    var reader = SettingsReader(Self.section(("on", .null), ("os", .null), ("k", .null)))
    #expect(reader.optionalNumber("on", in: 0...1) == nil)
    #expect(reader.optionalString("os") == nil)
    #expect(reader.secret("k") == nil)
    reader.finish()
    #expect(reader.problems.isEmpty)
    #expect(reader.effective == .map([]))
  }

  @Test(arguments: [ConfigurationValue.string("true"), .integer(1), .null]) func onlyBooleansAreBooleans(
    _ value: ConfigurationValue
  ) {
    var reader = SettingsReader(Self.section(("b", value)))
    #expect(reader.boolean("b", default: true) == true)
    #expect(reader.problems.map(\.path) == ["b"])
    #expect(reader.problems.first?.message.hasPrefix("must be true or false, not ") == true)
    #expect(reader.effective == Self.section(("b", .bool(true))))
  }

  @Test func stringsAreValidated() {
    var reader = SettingsReader(Self.section(("s", .string("http://x")), ("t", .string("https://x"))))
    let expected = "an https address"
    #expect(reader.string("s", default: "d", expected: expected) { $0.hasPrefix("https:") } == "d")
    #expect(reader.string("t", default: "d", expected: expected) { $0.hasPrefix("https:") } == "https://x")
    #expect(reader.problems == [problem("s", "must be an https address, not 'http://x'")])
  }

  @Test func longStringsAreShownShort() {
    var reader = SettingsReader(Self.section(("c", .string(String(repeating: "x", count: 100)))))
    #expect(reader.choice("c", default: "up", of: ["up"]) == "up")
    #expect(
      reader.problems == [problem("c", "must be one of: up, not '\(String(repeating: "x", count: 64))'")])
  }

  @Test func choicesNameTheValidOnes() {
    var reader = SettingsReader(Self.section(("c", .string("left")), ("d", .bool(true))))
    #expect(reader.choice("c", default: "up", of: ["up", "down"]) == "up")
    #expect(reader.choice("d", default: "down", of: ["up", "down"]) == "down")
    #expect(
      reader.problems
        == [problem("c", "must be one of: up, down, not 'left'"), problem("d", "must be one of: up, down, not true")])
    #expect(reader.effective == Self.section(("c", .string("up")), ("d", .string("down"))))
  }

  private static let notLists: [(ConfigurationValue, String)] = [
    (.string("a"), "'a'"), (.list([.string("a"), .integer(1)]), "a list"), (.null, "nothing"),
  ]

  @Test(arguments: notLists) func listsHoldStringsOnly(_ value: ConfigurationValue, shown: String) {
    var reader = SettingsReader(Self.section(("l", value)))
    #expect(reader.strings("l", default: ["d"]) == ["d"])
    #expect(reader.problems == [problem("l", "must be a list of strings, not \(shown)")])
    #expect(reader.effective == Self.section(("l", .list([.string("d")]))))
  }

  @Test func anEmptyListIsAList() {
    var reader = SettingsReader(Self.section(("l", .list([]))))
    #expect(reader.strings("l", default: ["d"]) == [])
    #expect(reader.problems.isEmpty)
  }

  @Test func hasSeesTheKeyWhateverItsValue() {
    let reader = SettingsReader(Self.section(("a", .null)))
    #expect(reader.has("a"))
    #expect(!reader.has("b"))
  }
}
