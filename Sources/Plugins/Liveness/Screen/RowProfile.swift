import Engine
import Glibc

/// How bright each part of a frame's rows is: a screen that is refreshed while a rolling shutter reads it out shows
/// bright and dark bands that differ from frame to frame.
struct RowProfile: Hashable {
  /// Parts of the frame from left to right, and of each from top to bottom.
  static let strips = 4
  static let rows = 24
  /// Natural logarithm of the mean brightness, strip by strip.
  var values: [Float]

  /// The profile of a whole frame, from every second row and every eighth pixel's green.
  init(of image: Image) {
    let pixels = image.pixels
    values = []
    values.reserveCapacity(Self.strips * Self.rows)
    for strip in 0..<Self.strips {
      let columns = strip * image.width / Self.strips..<(strip + 1) * image.width / Self.strips
      for row in 0..<Self.rows {
        let lines = row * image.height / Self.rows..<(row + 1) * image.height / Self.rows
        var (sum, count) = (0, 0)
        for y in stride(from: lines.lowerBound, to: lines.upperBound, by: 2) {
          for x in stride(from: columns.lowerBound, to: columns.upperBound, by: 8) {
            sum += Int(pixels[y * image.stride + 3 * x + 1])
            count += 1
          }
        }
        values.append(logf(Float(sum + 1) / Float(max(1, count))))
      }
    }
  }

  /// A profile of these numbers; nil for another number of them, or one that is none.
  init?(_ values: ArraySlice<Float>) {
    guard values.count == Self.strips * Self.rows, values.allSatisfy(\.isFinite) else { return nil }
    self.values = Array(values)
  }

  /// Whether what changed since `before` are bands: in all strips alike, and not only an even gradient.
  func hasBands(since before: RowProfile) -> Bool {
    let changes = (0..<Self.strips).map { strip in
      Self.detrended((0..<Self.rows).map { values[strip * Self.rows + $0] - before.values[strip * Self.rows + $0] })
    }
    let common = (0..<Self.rows).map { row in changes.reduce(0) { $0 + $1[row] } / Float(Self.strips) }
    let commonPower = common.reduce(0) { $0 + $1 * $1 } / Float(Self.rows)
    let power = changes.reduce(0) { $1.reduce($0) { $0 + $1 * $1 } } / Float(Self.rows * Self.strips)
    return commonPower > Self.leastPower && commonPower > Self.leastShare * power
  }

  /// Bands of 1.5 % of the brightness; noise and compression change rows by less than 0.5 %.
  private static let leastPower: Float = 0.015 * 0.015
  /// Share of the change that all strips have in common; a quarter where they have nothing in common.
  private static let leastShare: Float = 0.75

  /// Without mean and slope: exposure and moving lights.
  private static func detrended(_ values: [Float]) -> [Float] {
    let count = Float(values.count)
    let (middle, mean) = ((count - 1) / 2, values.reduce(0, +) / count)
    let slope =
      values.indices.reduce(Float(0)) { $0 + (Float($1) - middle) * values[$1] }
      / ((count * count * count - count) / 12)
    return values.indices.map { values[$0] - mean - slope * (Float($0) - middle) }
  }
}
