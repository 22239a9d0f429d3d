import Engine

/// One recorded session sent through the engine as the host would, with the recording's own clock.
struct SessionTrial {
  let frames: SessionFrames
  let liveness: LivenessSelection
  let settings: SessionSettings
  let gallery: TrialGallery

  /// What became of it.
  struct Result: Sendable {
    var session: String
    var purpose: SessionPurpose
    /// Whether it got its samples and showed life: a verdict on who it is comes after.
    var isAccepted = false
    /// From the first frame to the decision, seconds of the recording.
    var seconds: Double?
    var outcome: SessionOutcome?
    /// Whom of the gallery the samples show; for an enrollment, whom the enrolled face would be taken for.
    var match: Candidate?
    var frames = 0
    var samples = 0
    var score: Float = 0.5
    var evidence: [String: LivenessEvidence] = [:]
    /// Frames that did not count, by reason; obstacles by their kind.
    var rejected: [String: Int] = [:]
  }

  /// Runs the session until it ends or the recording does. Computes.
  ///
  /// - Throws: where a frame can't be read or a component fails.
  func run(_ session: RecordedSession, as purpose: SessionPurpose) throws -> Result {
    var rules = settings.rules(for: purpose)
    rules.bind(to: liveness, frames.pipeline.embedder.model)
    let holder = Holder(
      SessionMachine(purpose: purpose, rules: rules, checks: liveness.checks.makeChecks(seed: session.seed)))
    var result = Result(session: session.id, purpose: purpose)
    for (index, path) in session.frames.enumerated() {
      let time = Duration.seconds(Double(index) / session.framesPerSecond)
      guard holder.machine.admit(at: time) == .process else { break }
      let progress = try PictureFile.read(path).withUnsafeBytes {
        try frames.look(at: $0, limits: ImageLimits(), time: time, for: holder)
      }
      result.frames += 1
      progress.map { Self.note($0, in: &result) }
      if case .conclude = holder.machine.next {
        result.isAccepted = true
        result.seconds = Double(index) / session.framesPerSecond
        let verdict = gallery.verdict(on: holder.machine.samples)
        if case .match(let candidate) = verdict { result.match = candidate }
        if purpose.isEnrollment { holder.machine.concludeEnrolled() } else { holder.machine.conclude(verdict) }
      }
      if holder.machine.outcome != nil { break }
    }
    result.outcome = holder.machine.outcome
    result.samples = holder.machine.samples.count
    result.score = holder.machine.liveness.score
    result.evidence = holder.machine.evidence
    return result
  }

  private static func note(_ progress: FrameProgress, in result: inout Result) {
    switch progress.result {
    case .counted, .observed: break
    case .noFace: result.rejected["no_face", default: 0] += 1
    case .lowQuality: result.rejected["low_quality", default: 0] += 1
    case .obstructed(let obstacles):
      for obstacle in obstacles { result.rejected[obstacle.kind.rawValue, default: 0] += 1 }
    @unknown default: result.rejected["other", default: 0] += 1
    }
  }

  /// The trial's machine; one thread uses it.
  private final class Holder: SessionMachineHolder {
    var machine: SessionMachine
    init(_ machine: SessionMachine) { self.machine = machine }
    func withMachine<Value: Sendable>(_ body: (inout SessionMachine) -> Value) -> Value { body(&machine) }
  }
}
