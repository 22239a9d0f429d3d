import Engine
import Glibc

/// One session's passive anti-spoofing: what two networks say of its frames, taken together.
struct AntiSpoofingCheck: LivenessCheck {
  /// The verdict's defaults.
  static let defaults = DecisionSettings(minimumFrames: 5, liveScore: 0.5, spoofScore: 0.12)
  private let minimumPresence: Float
  private var scores: FrameScores

  /// A check that has seen nothing.
  init(settings: DecisionSettings) {
    minimumPresence = Float(settings.minimumPresence)
    scores = FrameScores(settings: settings)
  }

  var wantsMeasurement: Bool { scores.wantsMeasurement }

  mutating func observe(_ observation: LivenessObservation) -> LivenessEvidence {
    scores.add(observation.mesh.presence >= minimumPresence ? Self.logOdds(observation.measurement) : nil)
    return scores.evidence()
  }

  /// Log-odds of a live face where both networks are at even odds: they are surer of life than they should be. Of the
  /// evaluation's development people, whole sessions have a mean of 2.3 to 6.9 where the face is live (36), and of less
  /// than 1.7 in 21 of 24 replays on a screen; the other three are of fine screens that fill the frame.
  private static let bias = -1.7

  /// The mean of both networks' log-odds, calibrated; nil for a measurement that does not hold two probabilities.
  ///
  /// The mean of log-odds, as one network that is far from sure is not outvoted then by another that has lost its
  /// surroundings: live sessions and replays lie 1.5 apart on the development people, with the mean of probabilities 0.8.
  private static func logOdds(_ measurement: LivenessMeasurement?) -> Double? {
    guard let values = measurement?.values, values.count == 2, values.allSatisfy({ (0...1).contains($0) }) else {
      return nil
    }
    let logOdds = values.map { value in
      // Away from 0 and 1, whose log-odds are infinite.
      let probability = min(0.999, max(0.001, Double(value)))
      return log(probability / (1 - probability))
    }
    return (logOdds[0] + logOdds[1]) / 2 + bias
  }
}
