/// Random numbers that are the same on every run (SplitMix64, Steele et al. 2014), so that a failure can be repeated.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A generator; equal seeds give equal numbers.
  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// About normal, mean 0, variance 1: the sum of twelve uniform numbers.
  public mutating func normal() -> Float {
    var sum: Float = -6
    for _ in 0..<12 { sum += Float(next() >> 40) * (1 / 16_777_216) }
    return sum
  }

  /// A vector of `dimension` normal numbers.
  public mutating func vector(_ dimension: Int) -> [Float] { (0..<dimension).map { _ in normal() } }
}
