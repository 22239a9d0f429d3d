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

  /// Mean power of the 3×3 bins around a frequency over that of the ring from 7×7 to 13×13 around it, both raised by
  /// `floor`.
  func ratio(_ across: Int, _ down: Int, floor: Double) -> Double {
    let row = down + side / 2
    let peak = sum(across, row, reach: 1)
    let inner = sum(across, row, reach: 3)
    let outer = sum(across, row, reach: 6)
    let ring = (outer.power - inner.power) / Double(outer.bins - inner.bins)
    return (peak.power / Double(peak.bins) + floor) / (max(0, ring) + floor)
  }

  private func sum(_ column: Int, _ row: Int, reach: Int) -> (power: Double, bins: Int) {
    let (left, right) = (max(0, column - reach), min(columns, column + reach + 1))
    let (top, bottom) = (max(0, row - reach), min(side, row + reach + 1))
    let width = columns + 1
    let power =
      table[bottom * width + right] - table[top * width + right] - table[bottom * width + left]
      + table[top * width + left]
    return (power, (right - left) * (bottom - top))
  }
}
