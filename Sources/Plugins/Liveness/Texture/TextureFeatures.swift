import Engine
import Inference

/// What `liveness.texture` sees of a face: patterns of its luma and its two colour differences (Määttä, Hadid,
/// Pietikäinen 2011; in colour: Boulkenafet, Komulainen, Hadid 2016), and its spectrum in rings.
///
/// `Training/Texture/features.py` calculates the same numbers.
struct TextureFeatures {
  /// Numbers: three histograms, then the rings.
  static let count = 3 * BinaryPatterns.count + SpectrumBands.count
  /// Pixels of the square that the face is brought to.
  private static let side = 96
  /// That square by the longer side of the face's box: skin from brow to chin, without hair and background.
  private static let crop: Float = 0.9

  let values: [Float]

  /// The features of a face; nil for a box without a size.
  init?(of face: Face, in image: Image) throws {
    let size = Self.crop * max(face.box.width, face.box.height)
    let middle = face.box.center
    guard size > 1, size.isFinite, middle.x.isFinite, middle.y.isFinite else { return nil }
    let scale = Double(Self.side) / Double(size)
    let half = Double(Self.side) / 2
    let transform = AffineTransform(
      a: scale, b: 0, tx: half - scale * Double(middle.x), c: 0, d: scale, ty: half - scale * Double(middle.y))
    let square = try image.warped(by: transform, width: Self.side, height: Self.side)
    let start = (Self.side - SpectrumBands.side) / 2
    let spectrum = try square.powerSpectrum(x: start, y: start, side: SpectrumBands.side)
    values = Self.histograms(square) + SpectrumBands.values(of: spectrum)
  }

  /// The patterns of Y, Cr and Cb (ITU-R BT.601, in the integers of OpenCV's conversion).
  private static func histograms(_ square: Image) -> [Float] {
    let pixels = square.pixels
    let count = side * side
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3 * count) { planes in
      for at in 0..<count {
        let (blue, green, red) = (Int(pixels[3 * at]), Int(pixels[3 * at + 1]), Int(pixels[3 * at + 2]))
        let luma = (1868 * blue + 9617 * green + 4899 * red + 8192) >> 14
        planes[at] = UInt8(luma)
        planes[count + at] = difference(red - luma, 11682)
        planes[2 * count + at] = difference(blue - luma, 9241)
      }
      return (0..<3).flatMap {
        BinaryPatterns.histogram(UnsafeBufferPointer(rebasing: planes[$0 * count..<($0 + 1) * count]), side: side)
      }
    }
  }

  private static func difference(_ value: Int, _ factor: Int) -> UInt8 {
    UInt8(min(255, max(0, (value * factor + (128 << 14) + 8192) >> 14)))
  }
}
