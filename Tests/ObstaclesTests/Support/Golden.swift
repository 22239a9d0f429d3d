import Engine
import Foundation
import Testing

/// Numbers of an independent implementation (`python -m Evaluation.Obstacles.golden`).
struct GoldenFace: Decodable {
  struct Hand: Decodable {
    var palm: Float
    var presence: Float
    /// x, y of 21 points.
    var points: [Float]
  }

  /// left, top, right, bottom
  var box: [Float]
  /// x, y of five points.
  var points: [Float]
  var mask260: Float
  var mask130: Float
  /// Probabilities of `glasses`, `hat` and `hand_covering`.
  var worn: [String: Float]
  var lowerFace: [Double]
  var hands: [Hand]

  enum CodingKeys: String, CodingKey {
    case box, points, mask260, mask130, worn, hands
    case lowerFace = "lower_face"
  }

  var face: Face {
    Face(
      box: Rect(x: box[0], y: box[1], width: box[2] - box[0], height: box[3] - box[1]), confidence: 1,
      landmarks: (0..<5).map { Point(x: points[$0 * 2], y: points[$0 * 2 + 1]) })
  }

  /// Every face of a photo, largest first.
  static func faces(of photo: TestPhoto) throws -> [GoldenFace] {
    let file = TestFiles.root.appending(path: "Tests/ObstaclesTests/Golden/\(photo.golden)")
    let all = try JSONDecoder().decode([String: [GoldenFace]].self, from: try Data(contentsOf: file))
    guard let faces = all[photo.name] else { throw ComponentError.failed("no golden numbers of \(photo.name)") }
    return faces
  }
}

/// A photo that golden numbers exist for.
struct TestPhoto: Sendable, CustomTestStringConvertible {
  var name: String
  var folder: URL
  var golden: String
  var testDescription: String { name }
  var url: URL { folder.appending(path: name) }

  static let registry = ["biden.jpg", "obama.jpg", "t1.jpg"].map {
    TestPhoto(name: $0, folder: TestFiles.data.appending(path: "photos"), golden: "registry.json")
  }
  static let masks = TestPhoto(name: "masks/mask_1.jpg", folder: TestFiles.sharedFaces, golden: "shared.json")
  static let handOnForehead = TestPhoto(
    name: "groups/2_faces_010.jpg", folder: TestFiles.sharedFaces, golden: "shared.json")
  static let handsBelow = TestPhoto(
    name: "groups/4_faces_013.jpg", folder: TestFiles.sharedFaces, golden: "shared.json")
  /// Those that are here.
  static let available = registry + (TestFiles.hasShared ? [masks, handOnForehead, handsBelow] : [])
}
