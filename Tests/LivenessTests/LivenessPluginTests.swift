import Engine
import Testing

@testable import Liveness

/// What the library offers to the host.
@Suite struct LivenessPluginTests {
  private struct NoModels: ModelLocator {
    func model(_ id: String) throws -> ModelCard { throw ComponentError.model(id) }
  }

  @Test("components with valid ids")
  func components() throws {
    var registry = ComponentRegistry()
    try registry.register(LivenessPlugin())
    let ids = ["liveness.blink", "liveness.challenge", "liveness.head_motion", "liveness.temporal"]
    #expect(registry.all.map(\.id) == ids)
  }

  @Test("the entry points answer")
  func entryPoints() {
    #expect(livenessPluginABI() == engineABI)
    #expect(PluginBox.takeRetained(livenessPluginEntry()).plugin.manifest.id == "Liveness")
  }

  @Test("an empty section works and makes fresh checks; wrong settings are all named")
  func settings() async throws {
    let context = ComponentContext(directory: "/tmp", models: NoModels(), log: SilentLog())
    for component in LivenessPlugin().components {
      guard case .livenessCheck(let factory) = component else {
        Issue.record("not a liveness check: \(component.id)")
        continue
      }
      _ = try await factory.make(context: context).makeCheck(seed: 1)
      await #expect(throws: ConfigurationError.self) {
        try await factory.make(
          settings: .map([.init("min_presence", .number(2)), .init("min_depht", .number(0.3))]), context: context)
      }
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
      TemporalProvider(settings: TemporalSettings()), ChallengeProvider(settings: ChallengeSettings()),
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
