import Engine
import Testing

@testable import Obstacles

/// What the library offers to the host.
@Suite struct ObstaclesPluginTests {
  @Test("components with valid ids")
  func components() throws {
    var registry = ComponentRegistry()
    try registry.register(ObstaclesPlugin())
    #expect(
      Set(registry.all.map(\.id)) == [
        "obstacle.mask", "obstacle.mask_classical", "obstacle.glasses", "obstacle.hat", "obstacle.hand",
      ])
  }

  @Test("the entry points answer")
  func entryPoints() {
    #expect(obstaclesPluginABI() == engineABI)
    #expect(PluginBox.takeRetained(obstaclesPluginEntry()).plugin.manifest.id == "Obstacles")
  }

  @Test(
    "a missing model is an error of the kind that lets the next of a list be tried",
    arguments: ["obstacle.mask", "obstacle.glasses", "obstacle.hat", "obstacle.hand"])
  func missingModel(_ id: String) async throws {
    let factory = try TestComponents.factory(id)
    do {
      _ = try await factory.make(context: TestComponents.context(NoModels()))
      Issue.record("made without a model")
    } catch ComponentError.model(let reason) {
      #expect(reason.contains("is missing"))
    }
  }

  @Test("the classical mask needs no model")
  func classical() async throws {
    let factory = try TestComponents.factory("obstacle.mask_classical")
    let detector = try await factory.make(context: TestComponents.context(NoModels()))
    let image = Image(width: 64, height: 64) { $0.initializeMemory(as: UInt8.self, repeating: 128) }
    let face = Face(box: Rect(x: 0, y: 0, width: 64, height: 64), confidence: 1, landmarks: [])
    #expect(try detector.obstacles(on: face, mesh: nil, in: image).isEmpty)
  }

  @Test("every wrong setting is named")
  func settings() async throws {
    try await expectProblems(
      "obstacle.mask", ["input_size": .integer(100), "margin": .number(0.5), "suspicion": .number(2), "modell": .null],
      at: ["input_size", "margin", "suspicion", "modell"])
    try await expectProblems(
      "obstacle.hand",
      [
        "suspicion": .number(-1), "palm_confidence": .number(0), "margin": .number(9), "turn": .number(120),
        "threads": .integer(0),
      ], at: ["suspicion", "palm_confidence", "margin", "turn", "threads"])
    try await expectProblems(
      "obstacle.glasses", ["precision": .string("f16"), "margin": .number(1)], at: ["precision", "margin"])
    try await expectProblems("obstacle.mask_classical", ["model": .string("mask")], at: ["model"])
  }

  private func expectProblems(_ id: String, _ values: [String: ConfigurationValue], at keys: Set<String>) async throws {
    let factory = try TestComponents.factory(id)
    do {
      _ = try await factory.make(settings: TestComponents.settings(values), context: TestComponents.context())
      Issue.record("\(id) took \(values)")
    } catch let error as ConfigurationError {
      #expect(Set(error.problems.map { String($0.path.split(separator: ".").last ?? "") }) == keys, "\(error)")
    }
  }

  @Test(
    "numbers that are not numbers are refused or give nothing",
    .enabled(if: TestModels.have("mask", "palm", "hand"), "SKIPPED: the models mask, palm and hand are not here"),
    arguments: ["obstacle.mask", "obstacle.mask_classical", "obstacle.glasses", "obstacle.hat", "obstacle.hand"])
  func notANumber(_ id: String) async throws {
    let detector = try await TestComponents.detector(id)
    let image = Image(width: 320, height: 240) { $0.initializeMemory(as: UInt8.self, repeating: 128) }
    for value: Float in [.nan, .infinity, -.infinity, .greatestFiniteMagnitude] {
      let mesh = FaceMesh(
        points: Array(repeating: Point3(x: value, y: value, z: value), count: 468), presence: 1,
        pose: HeadPose(yaw: 0, pitch: 0, roll: 0), eyes: EyeOpenness(left: 0.3, right: 0.3))
      let boxes = [Rect(x: value, y: value, width: value, height: value), Rect(x: 10, y: 10, width: 90, height: 90)]
      for box in boxes {
        let face = Face(box: box, confidence: 1, landmarks: Array(repeating: Point(x: value, y: value), count: 5))
        let found = (try? detector.obstacles(on: face, mesh: mesh, in: image)) ?? []
        #expect(found.allSatisfy { (0...1).contains($0.confidence) })
      }
    }
  }
}
