import Engine
import Synchronization
import Testing

@testable import Host

/// Liveness checks of a tenant's own.
@Suite struct LivenessTuningTests {
  private struct Settings: ComponentSettings, Hashable {
    var depth: Double
    init(from reader: inout SettingsReader) { depth = reader.number("depth", default: 0.5, in: 0...1) }
  }

  private struct Provider: LivenessCheckProvider {
    let depth: Double
    func makeCheck(seed: UInt64) -> any LivenessCheck { ScriptedLiveness(.other, events: Int(depth * 100)) }
  }

  private struct Checks: Plugin {
    let made: Counter
    let manifest = PluginManifest(id: "Checks", version: "1", summary: "s")
    var components: [Component] {
      ["liveness.a", "liveness.b"].map { id in
        .livenessCheck(
          ComponentFactory(id: id, summary: "s", settings: Settings.self) { settings, context in
            made.add()
            if id == "liveness.b" { _ = try context.models.model("b") }
            return Provider(depth: settings.depth)
          })
      }
    }
  }

  private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
  }

  private static func registry(_ counter: Counter = Counter()) throws -> ComponentRegistry {
    var registry = ComponentRegistry()
    try registry.register(Checks(made: counter))
    return registry
  }

  private static let base = ConfigurationValue.map([
    .init("liveness", .map([.init("checks", .list([.string("liveness.a")]))])),
    .init("components", .map([.init("liveness.a", .map([.init("depth", .number(0.25))]))])),
    .init("sessions", .map([.init("obstacle_thresholds", .map([.init("hat", .number(0.9))]))])),
  ])

  private static func read(_ own: ConfigurationValue) throws -> (TenantRules, [ConfigurationProblem]) {
    EffectiveTenantSettings.read(own, over: base, registry: try registry())
  }

  @Test func aTenantWithoutOwnChecksHasTheHosts() throws {
    let (rules, problems) = try Self.read(.map([.init("sessions", .map([.init("max_fps", .integer(5))]))]))
    #expect(problems.isEmpty)
    #expect(rules.liveness == nil)
  }

  @Test func ownSettingsLieOverTheHosts() throws {
    var own = ConfigurationValue.map([])
    own.set(["liveness", "checks"], to: .list([.string("liveness.a"), .string("liveness.b | liveness.a")]))
    own.set(["components", "liveness.b", "depth"], to: .number(1))
    let (rules, _) = try Self.read(own)
    #expect(rules.liveness?.choices.map(\.ids) == [["liveness.a"], ["liveness.b", "liveness.a"]])
    #expect(rules.liveness?.settings["liveness.a"]?["depth"] == .number(0.25))
    #expect(rules.liveness?.settings["liveness.b"]?["depth"] == .number(1))
  }

  @Test func oneThresholdLeavesTheOthersAsTheHostSetThem() throws {
    var own = ConfigurationValue.map([])
    own.set(["sessions", "obstacle_thresholds", "mask"], to: .number(0.7))
    let (rules, _) = try Self.read(own)
    #expect(rules.sessions.obstacles[.mask] == 0.7)
    #expect(rules.sessions.obstacles[.hat] == 0.9)
  }

  @Test func everythingWrongIsSaidAtOnce() throws {
    var own = ConfigurationValue.map([])
    own.set(["liveness", "checks"], to: .list([.string("liveness.none"), .string("liveness.a")]))
    own.set(["components", "liveness.a", "depth"], to: .number(7))
    own.set(["components", "store.x", "y"], to: .number(7))
    own.set(["sessions", "mandatory_checks"], to: .list([.string("liveness.b")]))
    let paths = try Self.read(own).1.map(\.path)
    #expect(
      Set(paths) == [
        "liveness.checks", "components.liveness.a.depth", "components.store.x", "sessions.mandatory_checks",
      ])
  }

  @Test func idsInPathsAreFound() throws {
    let registry = try Self.registry()
    #expect(
      registry.joiningIDs(in: ["components", "liveness", "a", "depth"]) == ["components", "liveness.a", "depth"])
    #expect(registry.joiningIDs(in: ["components", "x", "depth"]) == ["components", "x", "depth"])
    #expect(registry.joiningIDs(in: ["sessions", "max_fps"]) == ["sessions", "max_fps"])
  }

  @Test func tenantsOfEqualSettingsShareTheirChecks() async throws {
    let counter = Counter()
    let registry = try Self.registry(counter)
    try await withTemporaryDirectory { directory async throws in
      let tuner = LivenessTuner(
        registry: registry, models: NoModels(), dataDirectory: directory, standard: LivenessSelection(),
        log: RecordedLog())
      #expect(try await tuner.selection(nil).checks.providers.isEmpty)
      var problems: [ConfigurationProblem] = []
      var tuning = LivenessTuning(Self.base, registry: registry, problems: &problems)
      for _ in 0..<3 { #expect(try await tuner.selection(tuning).checks.providers.map(\.id) == ["liveness.a"]) }
      #expect(counter.value == 1)
      tuning.choices = [ComponentChoice("liveness.b")]
      for _ in 0..<2 {
        await #expect(throws: AssemblyError.self, "its model is missing") { try await tuner.selection(tuning) }
      }
      #expect(counter.value == 3, "each session tries again")
      await tuner.stop()
    }
  }
}
