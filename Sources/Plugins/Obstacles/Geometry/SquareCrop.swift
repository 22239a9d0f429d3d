import Engine
import Glibc
import Inference

/// A square of an image, perhaps turned, that becomes a network's square input.
struct SquareCrop {
  /// From the image to the input's pixels.
  var toInput: AffineTransform
  /// From the input's pixels to the image.
  var toImage: AffineTransform

  /// - Parameters:
  ///   - side: of the square, pixels of the image.
  ///   - angle: by how much the square is turned clockwise as seen in the image, radians.
  ///   - pixels: side of the network's input.
  /// - Returns: nil for a square without size or with numbers that are not finite.
  init?(center: Point, side: Float, angle: Double = 0, pixels: Int) {
    guard side > 1, side.isFinite, angle.isFinite, center.x.isFinite, center.y.isFinite else { return nil }
    let scale = Double(pixels) / Double(side)
    let cosine = cos(angle) * scale
    let sine = sin(angle) * scale
    let middle = Double(pixels) / 2
    let (x, y) = (Double(center.x), Double(center.y))
    let transform = AffineTransform(
      a: cosine, b: sine, tx: middle - cosine * x - sine * y,
      c: -sine, d: cosine, ty: middle + sine * x - cosine * y)
    guard let inverse = transform.inverse else { return nil }
    toInput = transform
    toImage = inverse
  }

  /// An upright square around a face, `margin` times as wide as the longer side of its box.
  init?(around box: Rect, margin: Float, pixels: Int) {
    self.init(center: box.center, side: max(box.width, box.height) * margin, pixels: pixels)
  }
}
