import Engine
import Foundation
import Vision

/// The model catalogue and the plugin's components, found from the repository's root.
struct Catalogue: ModelLocator {
  private struct File: Decodable {
    var models: [Entry]
  }
  private struct Entry: Decodable {
    var id: String
    var main: String
    var licence: String
    var commercialUse: Bool
  }

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let shared =
    ProcessInfo.processInfo.environment["KENALI_SHARED"].map { URL(fileURLWithPath: $0) }
    ?? root.deletingLastPathComponent().appending(path: "shared")

  private let entries: [Entry]

  init() throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let data = try Data(contentsOf: Self.root.appending(path: "config/models.json"))
    entries = try decoder.decode(File.self, from: data).models
  }

  func model(_ id: String) throws -> ModelCard {
    let folder = Self.root.appending(path: ".deps/models")
    guard let entry = entries.first(where: { $0.id == id }),
      FileManager.default.fileExists(atPath: folder.appending(path: entry.main).path)
    else { throw ComponentError.model("model \(id) is not there: run scripts/fetch-models") }
    return ModelCard(
      id: id, path: folder.appending(path: entry.main).path, licence: entry.licence, commercialUse: entry.commercialUse)
  }

  /// A component of the plugin by its id.
  func component(_ id: String) throws -> Component {
    guard let component = VisionPlugin().components.first(where: { $0.id == id }) else {
      throw ComponentError.failed("no component \(id)")
    }
    return component
  }

  var context: ComponentContext {
    ComponentContext(directory: FileManager.default.temporaryDirectory.path, models: self, log: SilentLog())
  }

  func detector(_ id: String, _ settings: [ConfigurationValue.Entry] = []) async throws -> any FaceDetector {
    guard case .faceDetector(let factory) = try component(id) else { throw ComponentError.failed(id) }
    return try await factory.make(settings: .map(settings), context: context)
  }

  func embedder(_ id: String, _ settings: [ConfigurationValue.Entry] = []) async throws -> any FaceEmbedder {
    guard case .faceEmbedder(let factory) = try component(id) else { throw ComponentError.failed(id) }
    return try await factory.make(settings: .map(settings), context: context)
  }

  func decoder() async throws -> any ImageDecoder {
    guard case .imageDecoder(let factory) = try component("image.decoder.standard") else {
      throw ComponentError.failed("decoder")
    }
    return try await factory.make(context: context)
  }

  func landmarker() async throws -> any FaceLandmarker {
    guard case .faceLandmarker(let factory) = try component("face.landmarker.mesh") else {
      throw ComponentError.failed("landmarker")
    }
    return try await factory.make(context: context)
  }

  func assessor() async throws -> any QualityAssessor {
    guard case .qualityAssessor(let factory) = try component("face.quality.standard") else {
      throw ComponentError.failed("assessor")
    }
    return try await factory.make(context: context)
  }
}
