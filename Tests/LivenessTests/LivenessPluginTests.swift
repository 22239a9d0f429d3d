import Engine
import Testing

@testable import Liveness

/// What the library offers to the host.
@Suite struct LivenessPluginTests {
  @Test("components with valid ids")
  func components() throws {
    var registry = ComponentRegistry()
    try registry.register(LivenessPlugin())
    #expect(
      registry.all.map(\.id) == [
        "liveness.anti_spoofing", "liveness.blink", "liveness.head_motion", "liveness.screen", "liveness.texture",
      ])
  }

  @Test("the entry points answer")
  func entryPoints() {
    #expect(livenessPluginABI() == engineABI)
    #expect(PluginBox.takeRetained(livenessPluginEntry()).plugin.manifest.id == "Liveness")
  }

  private static func factories() -> [ComponentFactory<any LivenessCheckProvider>] {
    LivenessPlugin().components.compactMap {
      guard case .livenessCheck(let factory) = $0 else {
        Issue.record("not a liveness check: \($0.id)")
        return nil
      }
      return factory
    }
  }

  @Test("an empty section is valid; wrong settings are all named")
  func settings() {
    for factory in Self.factories() {
      var empty = SettingsReader(.map([]), path: factory.id)
      _ = factory.decode(&empty)
      empty.finish()
      #expect(empty.problems.isEmpty)
      var wrong = SettingsReader(
        .map([.init("min_presence", .number(2)), .init("min_depht", .number(0.3))]), path: factory.id)
      _ = factory.decode(&wrong)
      wrong.finish()
      #expect(wrong.problems.map(\.path) == ["\(factory.id).min_presence", "\(factory.id).min_depht"])
    }
  }

  @Test("each makes fresh checks with nothing set")
  func making() async throws {
    let context = ComponentContext(directory: "/tmp", models: MiniFASNetFiles(), log: SilentLog())
    for factory in Self.factories() {
      if factory.id == "liveness.anti_spoofing", !TestFiles.hasAntiSpoofing {
        print("NOT TESTED: liveness.anti_spoofing is not made: its models are not here; run scripts/setup")
        continue
      }
      _ = try await factory.make(context: context).makeCheck(seed: 1)
    }
  }

  @Test("numbers that are not numbers do no harm")
  func notANumber() throws {
    let mesh = FaceMesh(
      points: Array(repeating: Point3(x: .nan, y: .infinity, z: 0), count: 468), presence: 1,
      pose: HeadPose(yaw: .nan, pitch: .nan, roll: .nan), eyes: EyeOpenness(left: .nan, right: .infinity))
    let face = Face(box: Rect(x: 0, y: 0, width: 100, height: 100), confidence: 1, landmarks: [])
    for provider: any LivenessCheckProvider in [
      BlinkProvider(settings: BlinkSettings()), HeadMotionProvider(settings: HeadMotionSettings()),
    ] {
      var check = provider.makeCheck(seed: 1)
      for frame in 0..<50 {
        let evidence = check.observe(LivenessObservation(time: .milliseconds(frame * 100), face: face, mesh: mesh))
        #expect(evidence.events == 0)
        #expect((0...1).contains(evidence.score))
      }
    }
  }
}
