import Engine
import Foundation
import Testing
import Vision

@testable import Liveness

/// Files that `scripts/setup` brings; the tests that need them are skipped where they are missing.
private enum Files {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: ".deps")
  static let detector = folder.appending(path: "models/yunet_n_dynamic.onnx")
  static let mesh = folder.appending(path: "models/face_landmark.tflite")
  /// The clip's frames, three times enlarged, `001.jpg` to `120.jpg`.
  static let clip = folder.appending(path: "testdata/carphone")
  static var areThere: Bool {
    [detector, mesh, clip.appending(path: "001.jpg"), clip.appending(path: "120.jpg")]
      .allSatisfy { FileManager.default.fileExists(atPath: $0.path) }
  }
}

/// Frames as a client sends them, through the Vision plugin's components: what the fixtures record, live.
@Suite(.enabled(if: Files.areThere, "SKIPPED: needs the models and the carphone clip; run scripts/setup"))
struct EndToEndTests {
  /// The two models needed, whatever their ids.
  private struct Models: ModelLocator {
    func model(_ id: String) throws -> ModelCard {
      let file = id.contains("mesh") ? Files.mesh : Files.detector
      return ModelCard(id: id, path: file.path, licence: "", commercialUse: true)
    }
  }

  /// What the checks see of every frame of the clip, at time zero, with what `provider` measures in it.
  private static func observe(with provider: (any LivenessCheckProvider)? = nil) async throws -> [LivenessObservation] {
    let context = ComponentContext(
      directory: FileManager.default.temporaryDirectory.path, models: Models(), log: SilentLog())
    var parts: (decoder: (any ImageDecoder)?, detector: (any FaceDetector)?, landmarker: (any FaceLandmarker)?)
    for component in VisionPlugin().components {
      switch component {
      case .imageDecoder(let factory) where parts.decoder == nil:
        parts.decoder = try await factory.make(context: context)
      case .faceDetector(let factory) where factory.id == "face.detector.yunet":
        parts.detector = try await factory.make(context: context)
      case .faceLandmarker(let factory): parts.landmarker = try await factory.make(context: context)
      default: break
      }
    }
    let decoder = try #require(parts.decoder)
    let detector = try #require(parts.detector)
    let landmarker = try #require(parts.landmarker)
    return try (1...120).map { number in
      let name = String(repeating: "0", count: 3 - "\(number)".count) + "\(number).jpg"
      let bytes = [UInt8](try Data(contentsOf: Files.clip.appending(path: name)))
      let limits = ImageLimits(maximumBytes: 2 << 20, maximumSide: 4096, workingSide: 4096)
      let image = try bytes.withUnsafeBytes { try decoder.decode($0, limits: limits) }
      let face = try #require(try detector.detect(in: image).first)
      let mesh = try landmarker.mesh(of: face, in: image)
      return LivenessObservation(
        time: .zero, face: face, mesh: mesh, measurement: try provider?.measure(face, mesh: mesh, in: image))
    }
  }

  @Test("the clip blinks at frames 42, 92 and 112 and moves, also at 10 fps")
  func carphone() async throws {
    let motion = HeadMotionProvider(settings: HeadMotionSettings())
    let observations = try await Self.observe(with: motion)
    func events(_ provider: any LivenessCheckProvider, every step: Int, phase: Int, interval: Double) -> [Int] {
      var check = provider.makeCheck(seed: 1)
      var counted: [Int] = []
      for (order, index) in stride(from: phase, to: observations.count, by: step).enumerated() {
        var observation = observations[index]
        observation.time = .seconds(Double(order) * interval)
        if check.observe(observation).events > counted.count { counted.append(index) }
      }
      return counted
    }
    let blink = BlinkProvider(settings: BlinkSettings())
    for interval in [1 / 30.0, 0.1] {
      let blinks = events(blink, every: 1, phase: 0, interval: interval)
      for truth in [42, 92, 112] { #expect(blinks.contains { abs($0 - truth) <= 3 }, "\(truth) in \(blinks)") }
      #expect(blinks.count <= 4)
      #expect(!events(motion, every: 1, phase: 0, interval: interval).isEmpty)
    }
    for phase in 0..<3 {
      let blinks = events(blink, every: 3, phase: phase, interval: 0.1)
      let movements = events(motion, every: 3, phase: phase, interval: 0.1)
      print("carphone, every third frame from \(phase): blinks \(blinks), movements \(movements)")
      #expect(!blinks.isEmpty && !movements.isEmpty, "phase \(phase): \(blinks), \(movements)")
    }
  }

  @Test(
    "the clip's pixels are never taken for a picture",
    arguments: ["liveness.anti_spoofing", "liveness.screen", "liveness.texture"])
  func pixels(id: String) async throws {
    if id == "liveness.anti_spoofing", !TestFiles.hasAntiSpoofing {
      print("NOT TESTED: \(id): the MiniFASNet models are not here; run scripts/setup")
      return
    }
    let context = ComponentContext(directory: "/tmp", models: MiniFASNetFiles(), log: SilentLog())
    var made: (any LivenessCheckProvider)?
    for case .livenessCheck(let factory) in LivenessPlugin().components where factory.id == id {
      made = try await factory.make(context: context)
    }
    let provider = try #require(made)
    var check = provider.makeCheck(seed: 1)
    var verdicts: [LivenessEvidence.Verdict] = []
    for (index, observation) in try await Self.observe(with: provider).enumerated() {
      var observation = observation
      observation.time = .milliseconds(100 * index)
      verdicts.append(check.observe(observation).verdict)
    }
    #expect(!verdicts.contains(.spoof))
    // Texture alone is too weak to be sure of every clip.
    if id != "liveness.texture" { #expect(verdicts.last == .live) }
  }
}
