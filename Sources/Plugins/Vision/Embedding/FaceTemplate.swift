import Engine
import Inference

/// Where a network wants the five points of a face in its input.
struct FaceTemplate: Sendable {
  /// Side of the square input, pixels.
  var side: Int
  /// Eye left, eye right, nose tip, mouth corner left, mouth corner right, as seen.
  var points: [Point]

  /// ArcFace's 112×112 template (Deng et al., "ArcFace", CVPR 2019), which every network of that family is trained with.
  static let arcFace112 = FaceTemplate(
    side: 112,
    points: [
      Point(x: 38.2946, y: 51.6963), Point(x: 73.5318, y: 51.5014), Point(x: 56.0252, y: 71.7366),
      Point(x: 41.5493, y: 92.3655), Point(x: 70.7299, y: 92.2041),
    ])

  /// The five points in dlib's 150×150 face chips. dlib itself aligns by 68 points; these are the mean positions of a
  /// detector's five points in chips made its way, measured for this project on real photos (shared/models/dlib_T150.json).
  static let dlib150 = FaceTemplate(
    side: 150,
    points: [
      Point(x: 45.871637, y: 45.670403), Point(x: 101.694040, y: 44.757890), Point(x: 74.067246, y: 79.210704),
      Point(x: 49.334823, y: 99.119121), Point(x: 101.003748, y: 98.002154),
    ])

  /// Image → template for one face.
  ///
  /// - Throws: `ComponentError.failed` for a face without five usable points.
  func alignment(of face: Face) throws -> AffineTransform {
    guard let transform = AffineTransform.similarity(from: face.landmarks, to: points) else {
      throw ComponentError.failed("the face has no five usable points")
    }
    return transform
  }
}
