import Engine

/// How dark the darkest parts of a face and its surroundings are: pupils, nostrils and shadows of a live face are
/// nearly black, while ink still reflects some 5 % of the light and a screen glows and mirrors the room.
struct BlackLevel: Hashable {
  /// Luma below which 2 % of the pixels lie, 0…255. 1…38 on the portraits and live sessions at hand.
  var luma: Float

  /// Side of the part looked at by that of the face's box.
  private static let scale = 1.6
  /// Pixels looked at along each side.
  private static let samples = 64
  private static let share = 0.02

  /// A level.
  init(luma: Float) { self.luma = luma }

  /// The black level around a face; nil where its box is not in the image.
  init?(around face: Face, in image: Image) {
    guard let crop = ContextCrop(around: face.box, scale: Self.scale, width: image.width, height: image.height) else {
      return nil
    }
    let pixels = image.pixels
    var counts = [Int](repeating: 0, count: 256)
    for row in 0..<Self.samples {
      let y = crop.top + (crop.bottom - crop.top) * row / (Self.samples - 1)
      for column in 0..<Self.samples {
        let at = y * image.stride + 3 * (crop.left + (crop.right - crop.left) * column / (Self.samples - 1))
        // ITU-R BT.601.
        let luma = (1868 * Int(pixels[at]) + 9617 * Int(pixels[at + 1]) + 4899 * Int(pixels[at + 2]) + 8192) >> 14
        counts[luma] += 1
      }
    }
    var left = Int(Double(Self.samples * Self.samples) * Self.share)
    var level = 0
    while level < 255, left >= counts[level] {
      left -= counts[level]
      level += 1
    }
    luma = Float(level)
  }
}
