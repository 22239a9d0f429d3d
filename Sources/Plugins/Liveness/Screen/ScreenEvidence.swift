/// What each cue says, as log-odds of a live face (natural logarithm); docs/liveness.md has the figures behind them.
enum ScreenEvidence {
  /// Of one frame's spectral peak. A peak of 1.9 decides nothing; each 0.1 above it makes a live face 1.8 times less
  /// likely. The highest of natural faces were below it, so little speaks for life where there is none.
  static func logOdds(of peak: SpectralPeak) -> Double {
    min(mostForLife, steepness * (level - Double(peak.prominence)))
  }

  /// Of one frame's black level. Backlight lifts it for live faces too, so it never decides alone.
  static func logOdds(of black: BlackLevel) -> Double {
    -min(mostForBlack, blackSteepness * max(0, Double(black.luma) - blackLevel))
  }

  /// Of borders. Two sides that move with the face are a rim; what may as well be a window or a picture on the wall
  /// behind it speaks less.
  static func logOdds(of borders: BorderTrack.Finding) -> Double {
    if borders.attached >= 2 { return -3.5 }
    if borders.seen >= 3 { return -2.2 }
    return borders.seen == 2 || borders.attached == 1 ? -1 : 0
  }

  /// Of the share of frames with rolling bands.
  static func logOdds(ofBands share: Double) -> Double { -1.2 * min(1, share / 0.6) }

  private static let level = 1.9
  private static let steepness = 6.0
  private static let mostForLife = 0.7
  private static let blackLevel = 40.0
  private static let blackSteepness = 0.08
  private static let mostForBlack = 1.5
}
