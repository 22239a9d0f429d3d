import Engine
import Foundation
import Vision

/// Where tests find files; nothing here is in the repository but the golden numbers.
enum TestFiles {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let models = root.appending(path: ".deps/models")
  static let photos = root.appending(path: ".deps/testdata/photos")
  static let golden = root.appending(path: "Tests/LivenessTests/Golden")

  /// Photos that only some machines have: `KENALI_SHARED` or `../shared`.
  static let shared: URL =
    ProcessInfo.processInfo.environment["KENALI_SHARED"].map { URL(fileURLWithPath: $0) }
    ?? root.deletingLastPathComponent().appending(path: "shared")

  /// Whether the shared photos are there. Says so loudly where not, because the tests on real attacks are then skipped.
  static let hasShared: Bool = {
    let found = FileManager.default.fileExists(atPath: shared.appending(path: "faces/spoof").path)
    if !found { print("WARNING: \(shared.path)/faces is missing: tests on its photos are SKIPPED") }
    return found
  }()

  /// Whether both networks of passive anti-spoofing are there: package registries have neither.
  static let hasAntiSpoofing = [MiniFASNetFiles.near, MiniFASNetFiles.wide]
    .allSatisfy { FileManager.default.fileExists(atPath: $0.path) }

  /// A photo by its name in the golden files: those in folders are of the shared ones.
  static func photo(_ name: String) -> URL {
    name.contains("/") ? shared.appending(path: "faces/\(name)") : photos.appending(path: name)
  }

  /// Decodes a photo at its full size, as the server does.
  static func image(_ url: URL) async throws -> Image {
    var decoder: (any ImageDecoder)?
    let context = ComponentContext(
      directory: FileManager.default.temporaryDirectory.path, models: MiniFASNetFiles(), log: SilentLog())
    for case .imageDecoder(let factory) in VisionPlugin().components {
      decoder = try await factory.make(context: context)
    }
    guard let decoder else { throw ComponentError.failed("no decoder") }
    let limits = ImageLimits(maximumBytes: 32 << 20, maximumSide: 8192, workingSide: 8192)
    return try [UInt8](Data(contentsOf: url)).withUnsafeBytes { try decoder.decode($0, limits: limits) }
  }
}

/// The networks of passive anti-spoofing.
struct MiniFASNetFiles: ModelLocator {
  static let near = TestFiles.models.appending(path: "minifasnet_v2_2.7.onnx")
  static let wide = TestFiles.models.appending(path: "minifasnet_v1se_4.0.onnx")

  func model(_ id: String) throws -> ModelCard {
    guard let file = ["minifasnet-v2": Self.near, "minifasnet-v1se": Self.wide][id] else {
      throw ComponentError.model("no model \(id)")
    }
    return ModelCard(id: id, path: file.path, licence: "", commercialUse: true)
  }
}
