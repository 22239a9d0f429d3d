import Engine
import Glibc

/// One session's passive anti-spoofing: what two networks say of its frames, taken together.
struct AntiSpoofingCheck: LivenessCheck {
  /// The verdict's defaults.
  static let defaults = DecisionSettings(minimumFrames: 5, liveScore: 0.65, spoofScore: 0.12)
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

  /// Log-odds at a mean probability of one half. The networks are surer of life than they should be: re-recorded
  /// pictures of our own sessions (dev people) reach even odds at a mean of 0.91, which would be -2.2; half of that, as
  /// those are renderings, and portraits from the web come out lower than live sessions. Even odds are thus at 0.75.
  private static let bias = -1.1

  /// The mean of both networks' probabilities as calibrated log-odds; nil for a measurement that does not hold two
  /// probabilities.
  private static func logOdds(_ measurement: LivenessMeasurement?) -> Double? {
    guard let values = measurement?.values, values.count == 2, values.allSatisfy({ (0...1).contains($0) }) else {
      return nil
    }
    // Away from 0 and 1, whose log-odds are infinite.
    let mean = min(0.999, max(0.001, Double(values[0] + values[1]) / 2))
    return log(mean / (1 - mean)) + bias
  }
}
