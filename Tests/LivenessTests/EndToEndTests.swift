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

  /// What the checks see of every frame of the clip, at time zero.
  private static func observe() async throws -> [LivenessObservation] {
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
      let measurement = try HeadMotionProvider(settings: HeadMotionSettings()).measure(face, mesh: mesh, in: image)
      return LivenessObservation(time: .zero, face: face, mesh: mesh, measurement: measurement)
    }
  }

  @Test("the clip blinks at frames 42, 92 and 112 and moves, also at 10 fps")
  func carphone() async throws {
    let observations = try await Self.observe()
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
    let motion = HeadMotionProvider(settings: HeadMotionSettings())
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
}
