import Engine
import Foundation

/// A photo with the golden numbers of passive anti-spoofing (scripts/make-liveness-golden).
struct AntiSpoofingPhoto: Decodable {
  var name: String
  /// left, top, right, bottom
  var box: [Float]
  var nearCrop: [Int]
  var near: Float
  var wide: Float

  var face: Face {
    Face(
      box: Rect(x: box[0], y: box[1], width: box[2] - box[0], height: box[3] - box[1]), confidence: 1, landmarks: [])
  }

  static func all() throws -> [AntiSpoofingPhoto] {
    let data = try Data(contentsOf: TestFiles.golden.appending(path: "anti-spoofing.json"))
    return try JSONDecoder().decode([AntiSpoofingPhoto].self, from: data)
  }
}
