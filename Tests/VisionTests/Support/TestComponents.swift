import Engine
import Foundation
import Vision

/// Makes the plugin's components through its public interface, as the host does.
enum TestComponents {
  static func context() throws -> ComponentContext {
    ComponentContext(
      directory: FileManager.default.temporaryDirectory.path, models: try TestModels(), log: SilentLog())
  }

  static func component(_ id: String) throws -> Component {
    var registry = ComponentRegistry()
    try registry.register(VisionPlugin())
    guard let component = registry[id] else { throw ComponentError.failed("no component \(id)") }
    return component
  }

  static func settings(_ values: [String: ConfigurationValue]) -> ConfigurationValue {
    .map(values.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) })
  }

  static func detector(_ id: String, _ values: [String: ConfigurationValue] = [:]) async throws -> any FaceDetector {
    guard case .faceDetector(let factory) = try component(id) else { throw ComponentError.failed("not a detector") }
    return try await factory.make(settings: settings(values), context: try context())
  }

  /// The detector of the model set that is here: registries alone have no YuNet.
  static func detector() async throws -> any FaceDetector {
    try await detector(TestModels.has("yunet") ? "face.detector.yunet" : "face.detector.centerface")
  }

  static func embedder(_ id: String, _ values: [String: ConfigurationValue] = [:]) async throws -> any FaceEmbedder {
    guard case .faceEmbedder(let factory) = try component(id) else { throw ComponentError.failed("not an embedder") }
    return try await factory.make(settings: settings(values), context: try context())
  }

  static func landmarker() async throws -> any FaceLandmarker {
    guard case .faceLandmarker(let factory) = try component("face.landmarker.mesh") else {
      throw ComponentError.failed("not a landmarker")
    }
    return try await factory.make(context: try context())
  }

  static func assessor() async throws -> any QualityAssessor {
    guard case .qualityAssessor(let factory) = try component("face.quality.standard") else {
      throw ComponentError.failed("not an assessor")
    }
    return try await factory.make(context: try context())
  }

  static func decoder() async throws -> any ImageDecoder {
    guard case .imageDecoder(let factory) = try component("image.decoder.standard") else {
      throw ComponentError.failed("not a decoder")
    }
    return try await factory.make(context: try context())
  }

  /// Decodes a photo at its full size.
  static func image(_ url: URL) async throws -> Image {
    let bytes = try TestFiles.bytes(url)
    let limits = ImageLimits(maximumBytes: 32 << 20, maximumSide: 8192, workingSide: 8192)
    let decoder = try await decoder()
    return try bytes.withUnsafeBytes { try decoder.decode($0, limits: limits) }
  }
}
