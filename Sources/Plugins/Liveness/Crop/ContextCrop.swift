import Engine
import Inference

/// The part of a picture that a MiniFASNet looks at: the face's box with its surroundings.
///
/// The rule of Silent-Face-Anti-Spoofing, by which the networks were trained: the box is enlarged about its middle, as
/// far as the picture's size allows, and moved inwards where it would reach over the border; corners are cut to whole
/// pixels.
struct ContextCrop: Hashable {
  /// The first and the last column and row, both included.
  var left, top, right, bottom: Int

  /// The box enlarged `scale` times; nil for a box without a size, or one that is not in a picture of this size.
  init?(around box: Rect, scale: Double, width: Int, height: Int) {
    let (boxWidth, boxHeight) = (Double(box.width), Double(box.height))
    let (lastColumn, lastRow) = (Double(width - 1), Double(height - 1))
    let middle = (x: Double(box.x) + boxWidth / 2, y: Double(box.y) + boxHeight / 2)
    guard boxWidth > 0, boxHeight > 0, boxWidth.isFinite, boxHeight.isFinite, middle.x >= 0, middle.x <= lastColumn,
      middle.y >= 0, middle.y <= lastRow
    else { return nil }
    let fitting = min(scale, lastColumn / boxWidth, lastRow / boxHeight)
    func range(_ middle: Double, _ size: Double, _ last: Double) -> (first: Int, last: Int) {
      var (from, to) = (middle - size / 2, middle + size / 2)
      if from < 0 { (from, to) = (0, to - from) }
      if to > last { (from, to) = (from - to + last, last) }
      return (Int(max(0, from)), Int(to))
    }
    (left, right) = range(middle.x, boxWidth * fitting, lastColumn)
    (top, bottom) = range(middle.y, boxHeight * fitting, lastRow)
    guard right > left, bottom > top else { return nil }
  }

  /// The map that stretches the crop over a square of `side` pixels, pixel areas on pixel areas.
  func transform(to side: Int) -> AffineTransform {
    let x = Double(side) / Double(right - left + 1)
    let y = Double(side) / Double(bottom - top + 1)
    return AffineTransform(
      a: x, b: 0, tx: (0.5 - Double(left)) * x - 0.5, c: 0, d: y, ty: (0.5 - Double(top)) * y - 0.5)
  }
}
