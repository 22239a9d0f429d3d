import Engine
import Testing

/// Sections as a whole: unknown and double keys, nesting, paths, and all problems at once.
@Suite struct SettingsStrictnessTests {
  private typealias Entry = ConfigurationValue.Entry

  private func problem(_ path: String, _ message: String) -> ConfigurationProblem {
    ConfigurationProblem(path: path, message: message)
  }

  @Test func unknownKeysListTheValidOnes() {
    var reader = SettingsReader(
      .map([Entry("prot", .integer(1)), Entry("host", .string("h")), Entry("hots", .null)]), path: "server")
    _ = reader.integer("port", default: 80, in: 1...65535)
    _ = reader.string("host", default: "")
    reader.finish()
    // One unknown key is never among the valid ones of the next.
    #expect(
      reader.problems
        == [
          problem("server.prot", "unknown key; valid keys: host, port"),
          problem("server.hots", "unknown key; valid keys: host, port"),
        ])
  }

  @Test func everyKindOfSettingMakesItsKeyKnown() {
    let keys = ["b", "c", "i", "k", "l", "n", "on", "os", "s", "sub"]
    var reader = SettingsReader(.map([Entry("x", .null)]))
    _ = reader.integer("i", default: 0, in: 0...1)
    _ = reader.number("n", default: 0, in: 0...1)
    _ = reader.optionalNumber("on", in: 0...1)
    _ = reader.boolean("b", default: true)
    _ = reader.string("s", default: "")
    _ = reader.optionalString("os")
    _ = reader.choice("c", default: "", of: [""])
    _ = reader.strings("l", default: [])
    _ = reader.secret("k")
    reader.section("sub") { _ in }
    reader.finish()
    #expect(reader.problems == [problem("x", "unknown key; valid keys: \(keys.joined(separator: ", "))")])
  }

  @Test func aSectionWithoutSettingsSaysSo() {
    var reader = SettingsReader(.map([Entry("x", .null), Entry("y", .null)]), path: "quiet")
    reader.finish()
    #expect(
      reader.problems
        == [
          problem("quiet.x", "unknown key; this section has no settings"),
          problem("quiet.y", "unknown key; this section has no settings"),
        ])
  }

  @Test func finishingTwiceTellsOnce() {
    var reader = SettingsReader(.map([Entry("x", .null), Entry("x", .null)]))
    reader.finish()
    reader.finish()
    #expect(
      reader.problems
        == [problem("x", "appears twice; keep one"), problem("x", "unknown key; this section has no settings")])
  }

  @Test func doubleKeysAreReportedAndTheLastHolds() {
    var reader = SettingsReader(.map([Entry("port", .integer(1)), Entry("port", .integer(2))]), path: "server")
    #expect(reader.integer("port", default: 80, in: 1...9) == 2)
    reader.finish()
    #expect(reader.problems == [problem("server.port", "appears twice; keep one")])
    #expect(reader.effective == .map([Entry("port", .integer(2))]))
  }

  @Test(arguments: [ConfigurationValue.string("x"), .integer(1), .bool(true), .number(1), .list([])])
  func aSectionMustBeOne(_ value: ConfigurationValue) {
    #expect(SettingsReader(value).problems == [problem("(document)", "must be a section, not \(value.kind)")])
    #expect(SettingsReader(value, path: "a.b").problems == [problem("a.b", "must be a section, not \(value.kind)")])
  }

  @Test func nestedSectionsCarryTheirPath() {
    var reader = SettingsReader(
      .map([
        Entry("outer", .map([Entry("inner", .map([Entry("i", .integer(7)), Entry("j", .null)])), Entry("k", .null)]))
      ]))
    let read = reader.section("outer") { outer in
      #expect(outer.path == "outer")
      return outer.section("inner") { inner in
        #expect(inner.path == "outer.inner")
        return inner.integer("i", default: 1, in: 1...5)
      }
    }
    reader.finish()
    #expect(read == 1)
    #expect(
      reader.problems
        == [
          problem("outer.inner.i", "must be a whole number from 1 to 5, not 7"),
          problem("outer.inner.j", "unknown key; valid keys: i"),
          problem("outer.k", "unknown key; valid keys: inner"),
        ])
    #expect(reader.effective == .map([Entry("outer", .map([Entry("inner", .map([Entry("i", .integer(1))]))]))]))
  }

  @Test func anAbsentSectionIsAnEmptyOne() {
    for document in [ConfigurationValue.null, .map([]), .map([Entry("s", .null)])] {
      var reader = SettingsReader(document)
      #expect(reader.section("s") { $0.integer("i", default: 3, in: 1...5) } == 3)
      reader.finish()
      #expect(reader.problems.isEmpty)
      #expect(reader.effective == .map([Entry("s", .map([Entry("i", .integer(3))]))]))
    }
  }

  @Test func aSectionThatIsNoneStillYieldsItsDefaults() {
    var reader = SettingsReader(.map([Entry("s", .integer(1))]))
    #expect(reader.section("s") { $0.integer("i", default: 3, in: 1...5) } == 3)
    #expect(reader.problems == [problem("s", "must be a section, not an integer")])
    #expect(reader.effective == .map([Entry("s", .map([Entry("i", .integer(3))]))]))
  }

  @Test func allProblemsComeAtOnce() {
    var reader = SettingsReader(
      .map([
        Entry("a", .string("x")), Entry("b", .integer(99)), Entry("c", .string("no")), Entry("d", .null),
        Entry("a", .string("y")), Entry("s", .map([Entry("e", .integer(1))])),
      ]))
    _ = reader.integer("a", default: 1, in: 0...9)
    _ = reader.integer("b", default: 1, in: 0...9)
    _ = reader.choice("c", default: "yes", of: ["yes"])
    reader.section("s") { _ = $0.boolean("e", default: false) }
    reader.report("b", "does not go with a")
    reader.finish()
    #expect(reader.problems.map(\.path) == ["a", "a", "b", "c", "s.e", "b", "d"])
    #expect(
      reader.effective
        == .map([
          Entry("a", .integer(1)), Entry("b", .integer(1)), Entry("c", .string("yes")),
          Entry("s", .map([Entry("e", .bool(false))])),
        ]))
  }

  @Test func openKeysAreAllKnownAndReadApart() {
    let tenants = ConfigurationValue.map([
      Entry("acme", .map([Entry("limit", .integer(5))])), Entry("beta", .map([Entry("limit", .integer(0))])),
      Entry("core", .integer(1)),
    ])
    var reader = SettingsReader(tenants, path: "tenants")
    var limits: [String: Int] = [:]
    for (key, value) in reader.openKeys() {
      var tenant = SettingsReader(value, path: "tenants.\(key)")
      limits[key] = tenant.integer("limit", default: 2, in: 1...9)
      tenant.finish()
      reader.absorb(tenant, as: key)
    }
    reader.finish()
    #expect(limits == ["acme": 5, "beta": 2, "core": 2])
    #expect(
      reader.problems
        == [
          problem("tenants.beta.limit", "must be a whole number from 1 to 9, not 0"),
          problem("tenants.core", "must be a section, not an integer"),
        ])
    let effective = [("acme", 5), ("beta", 2), ("core", 2)].map { Entry($0, .map([Entry("limit", .integer($1))])) }
    #expect(reader.effective == .map(effective))
  }

  @Test func openKeysKeepTheDocumentsOrder() {
    var reader = SettingsReader(.map(["z", "a", "m"].map { Entry($0, .null) }))
    #expect(reader.openKeys().map(\.key) == ["z", "a", "m"])
  }

  @Test func anOverrideFromTheEnvironmentCounts() {
    var document = ConfigurationValue.map([Entry("server", .map([Entry("port", .integer(1))]))])
    document.set(["server", "port"], to: .integer(2))
    document.set(["server", "prot"], to: .integer(3))
    var reader = SettingsReader(document)
    #expect(reader.section("server") { $0.integer("port", default: 9, in: 0...9) } == 2)
    #expect(reader.problems == [problem("server.prot", "unknown key; valid keys: port")])
  }
}
