import Engine
import Glibc

/// What a session's measured frames say together: the trimmed mean of their log-odds, and the verdict that follows.
///
/// Frames of one session err together (the same camera, light and face), so their log-odds are averaged and not summed.
/// The quarter at either end is left out: a blurred frame or a hand that passes is no opinion about the session.
struct FrameScores: Sendable {
  private let settings: DecisionSettings
  /// Log-odds of the last `window` measured frames.
  private var logOdds: [Double] = []
  private var framesSinceMeasured = 0

  /// Measured frames that count; older ones are forgotten, so that a picture put before the camera later is seen.
  private static let window = 15
  /// Log-odds of one frame are cut here, 0.99: no frame is surer than that.
  private static let mostLogOdds = 4.6
  /// Every so many frames one is measured once there is a verdict.
  private static let laterStep = 3

  /// Scores of nothing.
  init(settings: DecisionSettings) { self.settings = settings }

  /// Whether the next frame should be measured: each until there can be a verdict, then every third, because what is
  /// held before the camera may change.
  var wantsMeasurement: Bool {
    logOdds.count < settings.minimumFrames || framesSinceMeasured + 1 >= Self.laterStep
  }

  /// Takes the next frame's log-odds of being live; nil or a number that is none for a frame that tells nothing.
  mutating func add(_ value: Double?) {
    framesSinceMeasured += 1
    guard let value, !value.isNaN else { return }
    framesSinceMeasured = 0
    logOdds.append(min(Self.mostLogOdds, max(-Self.mostLogOdds, value)))
    if logOdds.count > Self.window { logOdds.removeFirst() }
  }

  /// What is known now. Too few frames say less in proportion.
  ///
  /// - Parameter more: log-odds of being live from something else that was seen in the session.
  func evidence(adding more: Double = 0) -> LivenessEvidence {
    let share = min(1, Double(logOdds.count) / Double(settings.minimumFrames))
    let score = 1 / (1 + exp(-(trimmedMean + more) * share))
    var verdict = LivenessEvidence.Verdict.undecided
    if logOdds.count >= settings.minimumFrames {
      if score >= settings.liveScore { verdict = .live }
      if score <= settings.spoofScore { verdict = .spoof }
    }
    return LivenessEvidence(kind: .other, events: 0, score: Float(score), verdict: verdict)
  }

  private var trimmedMean: Double {
    let kept = logOdds.sorted().dropFirst(logOdds.count / 4).dropLast(logOdds.count / 4)
    return kept.isEmpty ? 0 : kept.reduce(0, +) / Double(kept.count)
  }
}
