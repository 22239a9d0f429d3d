import Engine
import Inference

/// Where a network wants a face's five points in its input.
struct CropTemplate: Sendable {
  /// Size of the input, pixels.
  var width: Int
  var height: Int
  /// Eye left, eye right, nose tip, mouth corner left, mouth corner right, as seen.
  var points: [Point]

  /// ArcFace's 112×112 template (Deng et al., "ArcFace", CVPR 2019), scaled until the eyes are `apart` pixels from each
  /// other, and moved until their middle is `middle`.
  init(width: Int, height: Int, eyesApart apart: Float, middle: Point) {
    let aligned = [
      Point(x: 38.2946, y: 51.6963), Point(x: 73.5318, y: 51.5014), Point(x: 56.0252, y: 71.7366),
      Point(x: 41.5493, y: 92.3655), Point(x: 70.7299, y: 92.2041),
    ]
    let (x, y) = (aligned[1].x - aligned[0].x, aligned[1].y - aligned[0].y)
    let scale = apart / (x * x + y * y).squareRoot()
    let eyes = Point(x: (aligned[0].x + aligned[1].x) / 2, y: (aligned[0].y + aligned[1].y) / 2)
    self.width = width
    self.height = height
    points = aligned.map { Point(x: ($0.x - eyes.x) * scale + middle.x, y: ($0.y - eyes.y) * scale + middle.y) }
  }

  /// A strip over the eyes, wide enough for a frame's sides (Training/Obstacles/crops.py, `EYES`).
  static let eyes = CropTemplate(width: 128, height: 64, eyesApart: 50, middle: Point(x: 64, y: 28))
  /// The head with room above it (Training/Obstacles/crops.py, `HEAD`).
  static let head = CropTemplate(width: 96, height: 112, eyesApart: 24, middle: Point(x: 48, y: 66))

  /// The face with room around it for a hand (Training/Obstacles/crops.py, `HAND`).
  static let hand = CropTemplate(width: 112, height: 112, eyesApart: 28, middle: Point(x: 56, y: 46))

  /// Image → input for one face.
  ///
  /// - Throws: `ComponentError.failed` for a face without five usable points.
  func alignment(of face: Face) throws -> AffineTransform {
    guard let transform = AffineTransform.similarity(from: face.landmarks, to: points) else {
      throw ComponentError.failed("the face has no five usable points")
    }
    return transform
  }
}
