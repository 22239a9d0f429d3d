import Engine
import Glibc

/// One session's head-motion check.
struct HeadMotionCheck: LivenessCheck {
  private var continuity: FaceContinuity
  private var detector: HeadMotionDetector
  private var movements = 0
  /// Seconds of comparable frames so far.
  private var watched = 0.0
  private var lastTime: Double?

  /// A check that has seen nothing.
  init(settings: HeadMotionSettings) {
    continuity = FaceContinuity(minimumPresence: Float(settings.minimumPresence))
    detector = HeadMotionDetector(settings: settings)
  }

  mutating func observe(_ observation: LivenessObservation) -> LivenessEvidence {
    let time = observation.time.seconds
    let step = continuity.step(observation)
    guard step != .unusable, let sample = HeadSample(observation) else {
      detector.interrupt()
      return evidence
    }
    if step == .fresh { detector.interrupt() } else { watched += time - (lastTime ?? time) }
    lastTime = time
    if detector.observe(sample) { movements += 1 }
    return evidence
  }

  /// With movements: one in ten is allowed to be false. Without: 0.5, sinking with a half-life of 30 s, as a person who
  /// was asked to move and does not is less likely one; halved for a face that was seen to tilt as a flat picture does
  /// for at least five frames. A still person is no spoof, hence the verdict is never `spoof`.
  private var evidence: LivenessEvidence {
    let score =
      movements > 0
      ? 1 / (1 + pow(0.1, Double(min(movements, 3)))) : 0.5 * exp2(-watched / 30) * (detector.flatFrames >= 5 ? 0.5 : 1)
    return LivenessEvidence(
      kind: .motion, events: movements, eventsNeeded: 1, score: Float(score),
      verdict: movements > 0 ? .live : .undecided)
  }
}

/// The component `liveness.head_motion`.
public struct HeadMotionProvider: LivenessCheckProvider {
  private let settings: HeadMotionSettings

  /// A provider of checks with these settings.
  public init(settings: HeadMotionSettings) { self.settings = settings }

  public func makeCheck(seed: UInt64) -> any LivenessCheck { HeadMotionCheck(settings: settings) }

  public func measure(_ face: Face, mesh: FaceMesh, in image: Image) throws -> LivenessMeasurement? {
    settings.minimumUnexplained > 0 ? FacePatch.measure(mesh, in: image) : nil
  }
}
