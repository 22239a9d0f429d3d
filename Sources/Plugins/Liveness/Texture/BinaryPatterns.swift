/// Local binary patterns (Ojala, Pietikäinen, Mäenpää 2002): which of a pixel's eight neighbours are at least as
/// bright.
enum BinaryPatterns {
  /// Bins of a histogram: the 58 patterns with at most two changes around the circle, and one for all others.
  static let count = 59

  /// The bin of each of the 256 patterns.
  private static let bins: [UInt8] = {
    var next: UInt8 = 0
    return (0..<256).map { pattern in
      let bits = UInt8(pattern)
      guard (bits ^ (bits >> 1 | bits << 7)).nonzeroBitCount <= 2 else { return UInt8(count - 1) }
      defer { next += 1 }
      return next
    }
  }()

  /// The square root of each pattern's share of a square's inner pixels: so that rare patterns count too, and a linear
  /// model compares histograms by their Hellinger distance.
  static func histogram(_ channel: UnsafeBufferPointer<UInt8>, side: Int) -> [Float] {
    var counts = [Int32](repeating: 0, count: count)
    counts.withUnsafeMutableBufferPointer { counts in
      bins.withUnsafeBufferPointer { bins in
        for y in 1..<side - 1 {
          for at in y * side + 1..<(y + 1) * side - 1 {
            let middle = channel[at]
            func bit(_ offset: Int, _ place: Int) -> Int { channel[at + offset] >= middle ? 1 << place : 0 }
            let above = bit(-side - 1, 0) | bit(-side, 1) | bit(1 - side, 2)
            let below = bit(side + 1, 4) | bit(side, 5) | bit(side - 1, 6)
            counts[Int(bins[above | bit(1, 3) | below | bit(-1, 7)])] += 1
          }
        }
      }
    }
    let pixels = Float((side - 2) * (side - 2))
    return counts.map { (Float($0) / pixels).squareRoot() }
  }
}
