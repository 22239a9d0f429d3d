import Inference

/// Sums of a spectrum's power over rectangles, each in constant time (a summed-area table; Crow 1984).
struct PowerSums {
  private let side: Int
  private let columns: Int
  /// (`side` + 1) × (`columns` + 1): the sum of everything above and to the left.
  private let table: [Double]

  /// The sums of this spectrum.
  init(_ spectrum: PowerSpectrum) {
    side = spectrum.side
    columns = spectrum.columns
    let (width, height, power) = (columns, side, spectrum.power)
    table = [Double](unsafeUninitializedCapacity: (height + 1) * (width + 1)) { sums, count in
      for column in 0...width { sums[column] = 0 }
      for row in 0..<height {
        var along = 0.0
        let (above, here) = (row * (width + 1), (row + 1) * (width + 1))
        sums[here] = 0
        for column in 0..<width {
          along += Double(power[row * width + column])
          sums[here + column + 1] = sums[above + column + 1] + along
        }
      }
      count = (height + 1) * (width + 1)
    }
  }

  /// Calls `body` with a function that gives a frequency's ratio: mean power of the 3×3 bins around it over that of the
  /// ring from 7×7 to 13×13 around it, both raised by `floor`. The frequency must lie in the spectrum.
  func withRatios<Result>(floor: Double, _ body: ((_ across: Int, _ down: Int) -> Double) -> Result) -> Result {
    // Without bounds checks: this runs for six thousand bins of every frame. Every index is clamped below.
    table.withUnsafeBufferPointer { table in
      func sum(_ column: Int, _ row: Int, reach: Int) -> (power: Double, bins: Double) {
        let (left, right) = (max(0, column - reach), min(columns, column + reach + 1))
        let (top, bottom) = (max(0, row - reach), min(side, row + reach + 1))
        let (above, below) = (top * (columns + 1), bottom * (columns + 1))
        let power = table[below + right] - table[above + right] - table[below + left] + table[above + left]
        return (power, Double((right - left) * (bottom - top)))
      }
      return body { across, down in
        let row = down + side / 2
        let (peak, inner, outer) = (sum(across, row, reach: 1), sum(across, row, reach: 3), sum(across, row, reach: 6))
        let ring = (outer.power - inner.power) / (outer.bins - inner.bins)
        return (peak.power / peak.bins + floor) / (max(0, ring) + floor)
      }
    }
  }
}
