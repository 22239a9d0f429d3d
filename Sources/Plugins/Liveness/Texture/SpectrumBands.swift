import Glibc
import Inference

/// The power of a face's spectrum in rings of rising frequency: a picture of a picture has lost fine detail, or gained
/// a raster (after Li, Wang, Tan, Jain 2004).
enum SpectrumBands {
  /// Pixels of the square looked at.
  static let side = 64
  /// Rings.
  static let count = 8
  /// Inner radius of the first ring, cycles per square; the power from half of it on is what the rings are held
  /// against.
  private static let first = 4
  /// Power of a flat picture that was rounded, so that its logarithm is finite.
  private static let floor = 0.01 * Double(side * side)

  /// Natural logarithm of each ring's mean power by that of the lowest frequencies.
  static func values(of spectrum: PowerSpectrum) -> [Float] {
    let half = side / 2
    var inner = (power: 0.0, bins: 0.0)
    var rings = [(power: Double, bins: Double)](repeating: (0, 0), count: count)
    for down in -half..<half {
      for across in 0...half {
        let squared = across * across + down * down
        guard squared >= first * first / 4, squared < half * half else { continue }
        let power = Double(spectrum.power[(down + half) * spectrum.columns + across])
        // A column but the first and the last stands for its mirror image too.
        let weight = across == 0 || across == half ? 1.0 : 2.0
        if squared < first * first {
          inner.power += weight * power
          inner.bins += weight
        } else {
          let ring = Int((Double(squared).squareRoot() - Double(first)) * Double(count) / Double(half - first))
          rings[ring].power += weight * power
          rings[ring].bins += weight
        }
      }
    }
    let reference = inner.power / inner.bins + floor
    return rings.map { Float(log(($0.power / $0.bins + floor) / reference)) }
  }
}
