import Engine
import Foundation

/// Where tests find files; nothing here is in the repository.
enum TestFiles {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let models = root.appending(path: ".deps/models")
  static let data = root.appending(path: ".deps/testdata")

  /// Photos that only some machines have: `KENALI_SHARED` or `../shared`.
  static let sharedFaces: URL =
    (ProcessInfo.processInfo.environment["KENALI_SHARED"].map { URL(fileURLWithPath: $0) }
    ?? root.deletingLastPathComponent().appending(path: "shared")).appending(path: "faces")

  /// Whether the shared photos are there. Says so loudly where not, because the tests with a real mask are then skipped.
  static let hasShared: Bool = {
    let found = FileManager.default.fileExists(atPath: sharedFaces.appending(path: "masks").path)
    if !found { print("WARNING: \(sharedFaces.path) is missing: tests on its photos are SKIPPED") }
    return found
  }()
}

/// The plugin's models by id, as config/models.json names them.
struct TestModels: ModelLocator {
  private static let files = [
    "mask": "face_mask_detection.tflite", "palm": "palm_detection_full.tflite", "hand": "hand_landmark_lite.tflite",
    "face-mesh": "face_landmark.tflite",
  ]
  /// In the repository itself.
  private static let weights = ["face-eyes", "face-head", "face-hand"]

  func model(_ id: String) throws -> ModelCard {
    if Self.weights.contains(id) {
      let path = TestFiles.root.appending(path: "config/weights/\(id).tflite").path
      return ModelCard(id: id, path: path, licence: "", commercialUse: true)
    }
    guard let file = Self.files[id] else { throw ComponentError.model("no model \(id) in the catalogue") }
    let path = TestFiles.models.appending(path: file).path
    guard FileManager.default.fileExists(atPath: path) else {
      throw ComponentError.model("model \(id) is missing: run scripts/fetch-models")
    }
    return ModelCard(id: id, path: path, licence: "", commercialUse: true)
  }

  /// Whether the models' files are there: the registries have only some.
  static func have(_ ids: String...) -> Bool { ids.allSatisfy { (try? TestModels().model($0)) != nil } }
}

/// A catalogue without models.
struct NoModels: ModelLocator {
  func model(_ id: String) throws -> ModelCard { throw ComponentError.model("model \(id) is missing") }
}
