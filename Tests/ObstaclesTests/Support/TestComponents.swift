import Engine
import Foundation
import Obstacles
import Vision

/// Makes components through the plugins' public interface, as the host does.
enum TestComponents {
  static func context(_ models: any ModelLocator = TestModels()) -> ComponentContext {
    ComponentContext(directory: FileManager.default.temporaryDirectory.path, models: models, log: SilentLog())
  }

  static func settings(_ values: [String: ConfigurationValue]) -> ConfigurationValue {
    .map(values.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) })
  }

  static func factory(_ id: String) throws -> ComponentFactory<any ObstacleDetector> {
    var registry = ComponentRegistry()
    try registry.register(ObstaclesPlugin())
    guard case .obstacleDetector(let factory) = registry[id] else { throw ComponentError.failed("no component \(id)") }
    return factory
  }

  static func detector(
    _ id: String, _ values: [String: ConfigurationValue] = [:]
  ) async throws -> any ObstacleDetector {
    try await factory(id).make(settings: settings(values), context: context())
  }

  static func landmarker() async throws -> any FaceLandmarker {
    for case .faceLandmarker(let factory) in VisionPlugin().components {
      return try await factory.make(context: context())
    }
    throw ComponentError.failed("no landmarker")
  }

  /// Decodes a photo at its full size.
  static func image(_ url: URL) async throws -> Image {
    let bytes = [UInt8](try Data(contentsOf: url))
    let limits = ImageLimits(maximumBytes: 32 << 20, maximumSide: 8192, workingSide: 8192)
    for case .imageDecoder(let factory) in VisionPlugin().components {
      let decoder = try await factory.make(context: context())
      return try bytes.withUnsafeBytes { try decoder.decode($0, limits: limits) }
    }
    throw ComponentError.failed("no decoder")
  }

  /// The faces of a photo with their meshes.
  static func faces(of photo: TestPhoto) async throws -> (image: Image, faces: [(golden: GoldenFace, mesh: FaceMesh)]) {
    let image = try await image(photo.url)
    let landmarker = try await landmarker()
    return (image, try GoldenFace.faces(of: photo).map { ($0, try landmarker.mesh(of: $0.face, in: image)) })
  }
}
