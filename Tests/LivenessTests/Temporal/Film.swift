import Engine

/// Made-up frames for the temporal check: a face that moves before a scene, as the signature measures it.
struct Film {
  /// What makes two films different: the picture of the face and of the scene.
  var seed: UInt64 = 1
  /// Standard deviation of each cell's noise, grey levels.
  var noise: Float = 0.3
  /// How far the face's look moves about.
  var liveliness: Float = 1

  private static let scene = 192
  private static let face = 256
  private static let patch = 1024

  /// The grey levels at `time` of the film; `take` draws the noise, so that the same moment filmed twice differs by it.
  func frame(at time: Double, take: UInt64) -> LivenessMeasurement {
    var still = Draw(seed: seed)
    var grain = Draw(seed: take &* 7919 &+ seed)
    // Looks that come and go at incommensurable rates: no moment is like another, as would happen with fewer.
    let rates: [Float] = [0.43, 0.71, 1.13, 1.57, 1.87, 2.31, 2.93, 3.49]
    let phases = rates.map { _ in Float(still.next()) * 6.28 }
    let weights = zip(rates, phases).map { liveliness * wave($0 * Float(time) + $1) }
    var levels: [Float] = []
    for cell in 0..<Self.scene + Self.face + Self.patch {
      var level = 60 + 140 * Float(still.next())
      for weight in weights {
        let change = 17 * (Float(still.next()) - 0.5)
        if cell >= Self.scene { level += weight * change }
      }
      level += noise * 3.46 * (Float(grain.next()) - 0.5)
      // The texture has no brightness, and a contrast of one.
      levels.append(cell < Self.scene + Self.face ? level : (level - 130) / 40)
    }
    return LivenessMeasurement(levels)
  }

  /// A smooth wave of period 1 and height 1, without a C library.
  private func wave(_ turns: Float) -> Float {
    let part = turns - turns.rounded(.down)
    return part < 0.5 ? 16 * part * (0.5 - part) - 0.5 : 0.5 - 16 * (part - 0.5) * (1 - part)
  }
}

/// Numbers in 0..<1 that look random: SplitMix64 (Steele et al. 2014).
private struct Draw {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) / 9_007_199_254_740_992
  }
}
