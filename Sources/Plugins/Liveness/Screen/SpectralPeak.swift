import Engine
import Glibc
import Inference

/// A narrow peak in the spectrum of a face: skin, hair and eyes have none, while the raster of a screen beats with the
/// camera's (moiré) and a print's halftone dots repeat.
///
/// A bin's prominence is the logarithm of its power over that of the ring around it: 0 where the spectrum is smooth,
/// about 1.3 for the highest of some 6000 bins by chance. On the axes lie the edges of brows, lips and of a codec's
/// blocks, and near the middle the face itself; neither is looked at.
struct SpectralPeak: Hashable {
  /// Pixels of the square looked at, in the middle of the face, at the camera's own resolution.
  static let side = 128
  /// Prominence of the highest peak, natural logarithm of a ratio of powers.
  var prominence: Float
  /// Prominence of the highest bin a quarter turn from it, which the dots of a halftone have too.
  var turned: Float

  /// Frequencies looked at, cycles per square.
  private static let frequencies = 10...62
  /// Bins at either axis that are left out.
  private static let axis = 2
  /// Power that rounding pixels to whole numbers explains, and three times more: a flat picture has no peaks. A Hann
  /// window keeps (3/8)² of the power.
  private static let floor = 0.25 * 0.140625 * Double(side * side)

  /// A peak; both parameters as the properties of the same names.
  init(prominence: Float, turned: Float) {
    self.prominence = prominence
    self.turned = turned
  }

  /// The peak of a face; nil where the square does not fit into the image.
  init?(of face: Face, in image: Image) throws {
    let (x, y) = (face.box.center.x - Float(Self.side) / 2, face.box.center.y - Float(Self.side) / 2)
    let (lastX, lastY) = (image.width - Self.side, image.height - Self.side)
    guard lastX >= 0, lastY >= 0, x.isFinite, y.isFinite else { return nil }
    let left = Int(min(max(x.rounded(), 0), Float(lastX)))
    let top = Int(min(max(y.rounded(), 0), Float(lastY)))
    self.init(in: try image.powerSpectrum(x: left, y: top, side: Self.side))
  }

  /// The peak of a spectrum of `side`.
  init(in spectrum: PowerSpectrum) {
    let (highest, beside) = PowerSums(spectrum).withRatios(floor: Self.floor) { ratio in
      var best = (ratio: 1.0, across: 0, down: 0)
      for down in -Self.side / 2..<Self.side / 2 where abs(down) > Self.axis {
        for across in Self.axis + 1..<spectrum.columns where Self.isLookedAt(across, down) {
          let found = ratio(across, down)
          if found > best.ratio { best = (found, across, down) }
        }
      }
      // A quarter turn of (across, down), in the half that has no negative frequencies along a row.
      let (across, down) = (abs(best.down), best.down > 0 ? -best.across : best.across)
      var other = 1.0
      for v in max(-Self.side / 2, down - 2)...min(Self.side / 2 - 1, down + 2) {
        for u in max(0, across - 2)...min(Self.side / 2, across + 2) where Self.isLookedAt(u, v) {
          other = max(other, ratio(u, v))
        }
      }
      return (best.ratio, other)
    }
    prominence = Float(log(highest))
    turned = Float(log(beside))
  }

  private static func isLookedAt(_ across: Int, _ down: Int) -> Bool {
    let squared = across * across + down * down
    return squared >= frequencies.lowerBound * frequencies.lowerBound
      && squared <= frequencies.upperBound * frequencies.upperBound && across > axis && abs(down) > axis
  }
}
