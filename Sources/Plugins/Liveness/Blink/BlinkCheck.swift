import Engine
import Glibc

/// One session's blink check.
struct BlinkCheck: LivenessCheck {
  private var continuity: FaceContinuity
  private var detector: BlinkDetector
  private var blinks = 0
  /// Seconds of comparable frames without a blink so far.
  private var watched = 0.0
  private var lastTime: Double?

  /// A check that has seen nothing.
  init(settings: BlinkSettings) {
    continuity = FaceContinuity(minimumPresence: Float(settings.minimumPresence))
    detector = BlinkDetector(settings: settings)
  }

  mutating func observe(_ observation: LivenessObservation) -> LivenessEvidence {
    let time = observation.time.seconds
    switch continuity.step(observation) {
    case .unusable: detector.interrupt()
    case .fresh:
      detector.interrupt()
      _ = detector.observe(EyeSample(observation))
      lastTime = time
    case .continued:
      if detector.observe(EyeSample(observation)) { blinks += 1 }
      watched += time - (lastTime ?? time)
      lastTime = time
    }
    return evidence
  }

  /// Without a blink: the probability of a live face given that none came in the seconds watched, from even odds and
  /// a blink each 12 s. People at rest blink some 17 times a minute, and 4 to 5 when they read (Bentivoglio et al. 1997);
  /// so after 30 s the score is 0.08. With blinks: one in ten is allowed to be false. Nobody is a spoof for not blinking,
  /// hence the verdict is never `spoof`.
  private var evidence: LivenessEvidence {
    let score: Double
    if blinks > 0 {
      score = 1 / (1 + pow(0.1, Double(min(blinks, 3))))
    } else {
      let missing = exp(-watched / 12)
      score = missing / (1 + missing)
    }
    return LivenessEvidence(
      kind: .blink, events: blinks, eventsNeeded: 1, score: Float(score), verdict: blinks > 0 ? .live : .undecided)
  }
}

/// The component `liveness.blink`.
public struct BlinkProvider: LivenessCheckProvider {
  private let settings: BlinkSettings

  /// A provider of checks with these settings.
  public init(settings: BlinkSettings) { self.settings = settings }

  public func makeCheck(seed: UInt64) -> any LivenessCheck { BlinkCheck(settings: settings) }
}
