import Engine
import Glibc

/// The anchors of AIZOO's SSD (FaceMaskDetection's README): boxes that its outputs move and stretch, in pixels of the
/// network's input.
struct MaskAnchors {
  /// Width and height by level; the network was trained at 260 pixels, and its anchors are parts of that.
  private static let trainedSide: Float = 260
  private static let sizes: [(small: Float, large: Float)] = [
    (0.04, 0.056), (0.08, 0.11), (0.16, 0.22), (0.32, 0.45), (0.64, 0.72),
  ]
  /// Width by height of the narrow ones; there are two square ones beside them.
  private static let ratios: [Float] = [0.62, 0.42]

  /// In the order of the outputs.
  let boxes: [Rect]

  /// Anchors of an input of `side` × `side` pixels: the features shrink eightfold, then thrice by half; the last level
  /// loses a border of one cell.
  init(side: Int) {
    var cells = (side + 7) / 8
    var boxes: [Rect] = []
    for (level, size) in Self.sizes.enumerated() {
      let shapes =
        [(size.small, size.small), (size.large, size.large)]
        + Self.ratios.map { (size.small * $0.squareRoot(), size.small / $0.squareRoot()) }
      for cell in 0..<(cells * cells) {
        let x = (Float(cell % cells) + 0.5) / Float(cells) * Float(side)
        let y = (Float(cell / cells) + 0.5) / Float(cells) * Float(side)
        for (width, height) in shapes {
          let (w, h) = (width * Self.trainedSide, height * Self.trainedSide)
          boxes.append(Rect(x: x - w / 2, y: y - h / 2, width: w, height: h))
        }
      }
      cells = level == Self.sizes.count - 2 ? cells - 2 : (cells + 1) / 2
    }
    self.boxes = boxes
  }

  /// The box that an anchor becomes by four outputs: shift of the middle and logarithm of the stretch, both with the
  /// usual variances of 0.1 and 0.2.
  func box(_ index: Int, moved numbers: UnsafeBufferPointer<Float>) -> Rect {
    let anchor = boxes[index]
    func stretch(_ value: Float) -> Float { expf(min(max(value * 0.2, -5), 5)) }
    let width = anchor.width * stretch(numbers[index * 4 + 2])
    let height = anchor.height * stretch(numbers[index * 4 + 3])
    let x = anchor.center.x + numbers[index * 4] * 0.1 * anchor.width
    let y = anchor.center.y + numbers[index * 4 + 1] * 0.1 * anchor.height
    return Rect(x: x - width / 2, y: y - height / 2, width: width, height: height)
  }
}
