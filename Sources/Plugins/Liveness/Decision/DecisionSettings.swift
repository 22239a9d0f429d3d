import Engine

/// Settings of the checks that judge pixels: how their scores of single frames become a verdict.
public struct DecisionSettings: Sendable, Hashable {
  /// Measured frames before there is a verdict, 1…50.
  public var minimumFrames: Int
  /// The score from which on the verdict is `live`, 0.5…1.
  public var liveScore: Double
  /// The score up to which the verdict is `spoof`, 0…0.5; 0 for a check that only ever supports.
  public var spoofScore: Double
  /// Mesh presence below which a frame is not used, 0…1.
  public var minimumPresence: Double

  /// Settings; all parameters as the properties of the same names.
  public init(minimumFrames: Int, liveScore: Double, spoofScore: Double, minimumPresence: Double = 0.8) {
    self.minimumFrames = minimumFrames
    self.liveScore = liveScore
    self.spoofScore = spoofScore
    self.minimumPresence = minimumPresence
  }

  /// Reads all four; problems collect in the reader.
  init(from reader: inout SettingsReader, defaults: DecisionSettings) {
    minimumFrames = reader.integer("min_frames", default: defaults.minimumFrames, in: 1...50)
    liveScore = reader.number("live_score", default: defaults.liveScore, in: 0.5...1)
    spoofScore = reader.number("spoof_score", default: defaults.spoofScore, in: 0...0.5)
    minimumPresence = reader.number("min_presence", default: defaults.minimumPresence, in: 0...1)
  }
}
