import Engine
import Testing
import Foundation

/// Numbers of an independent implementation (scripts/make-golden).
struct Golden: Decodable {
  struct Detection: Decodable {
    /// left, top, right, bottom
    var box: [Float]
    var confidence: Float
    /// x, y of five points
    var points: [Float]

    var face: Face {
      Face(
        box: Rect(x: box[0], y: box[1], width: box[2] - box[0], height: box[3] - box[1]), confidence: confidence,
        landmarks: (0..<5).map { Point(x: points[$0 * 2], y: points[$0 * 2 + 1]) })
    }
  }

  struct Photo: Decodable {
    var width: Int
    var height: Int
    var detections: [String: [Detection]]
    var face: Detection?
    var mfn: [Float]?
    var dlib: [Float]?
    var mesh: [String: [Float]]?

    enum CodingKeys: String, CodingKey {
      case width, height, detections, face, mesh
      case mfn = "mfn-512"
      case dlib = "dlib-128"
    }
  }

  var photos: [String: Photo]

  /// Golden photos by the name of their file and folder.
  static func read(_ name: String) throws -> [(name: String, photo: Photo)] {
    let data = try Data(contentsOf: TestFiles.golden.appending(path: name))
    return try JSONDecoder().decode(Golden.self, from: data).photos.sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
  }
}

/// A file of golden numbers with the folder of its photos.
struct GoldenSource: Sendable, CustomTestStringConvertible {
  var file: String
  var folder: URL
  var testDescription: String { file }

  /// From package registries: on every machine.
  static let registry = GoldenSource(file: "registry.json", folder: TestFiles.photos)
  /// On machines with the shared photos.
  static let shared = [
    GoldenSource(file: "groups.json", folder: TestFiles.shared.appending(path: "faces/groups")),
    GoldenSource(file: "web.json", folder: TestFiles.shared.appending(path: "faces/web")),
  ]
  static let available = [registry] + (TestFiles.hasShared ? shared : [])
}
