import Engine

/// One session's challenge: actions that nobody could foresee, each within its time, one after the other.
///
/// Between two actions the person looks ahead, so that each action is measured from the front and no single movement
/// serves for two. An action that is not done in time, or another one shown clearly, begins a new sequence of fresh
/// actions, as often as the settings allow. After that nothing is asked any more and the check stays undecided: nobody
/// is a fraud for being slow or for not knowing left from right, but neither is the session verified.
struct ChallengeCheck: LivenessCheck {
  private enum State: Sendable {
    /// Waiting for the face to look ahead; the frames so far in which it does.
    case centering([ActionSample])
    case acting(ActionWatch)
    case done
    case givenUp
  }

  /// Degrees within which a face looks ahead: cameras stand above or below the eyes more than beside them.
  private static let ahead = (yaw: 12.0, pitch: 22.0)
  /// Degrees by which the frames of one reference may differ: a head that moves is no reference.
  private static let stillness = 4.0

  private let settings: ChallengeSettings
  private var random: SplitMix64
  private var continuity: FaceContinuity
  private var blink = BlinkDetector(settings: BlinkSettings())
  private var sequence: [ChallengeAction] = []
  private var state = State.centering([])
  /// When the step or the looking ahead before it began, seconds; nil before the first frame.
  private var began: Double?
  private var now = 0.0
  private var step = 0
  private var attempt = 1
  /// Steps done in the sequences before this one.
  private var earlierSteps = 0

  /// A challenge that the seed determines.
  init(settings: ChallengeSettings, seed: UInt64) {
    self.settings = settings
    random = SplitMix64(seed: seed)
    continuity = FaceContinuity(minimumPresence: Float(settings.minimumPresence))
    sequence = ChallengeAction.sequence(of: settings.steps, from: settings.allowed, using: &random)
  }

  mutating func observe(_ observation: LivenessObservation) -> LivenessEvidence {
    let time = observation.time.seconds
    guard time >= now else { return evidence }
    now = time
    if began == nil { began = time }
    let continues = continuity.step(observation)
    guard continues != .unusable, let sample = sample(observation, isFresh: continues == .fresh) else {
      interrupt()
      return expire()
    }
    if continues == .fresh { interrupt() }
    advance(by: sample)
    return expire()
  }

  private mutating func sample(_ observation: LivenessObservation, isFresh: Bool) -> ActionSample? {
    guard let head = HeadSample(observation) else { return nil }
    if isFresh { blink.interrupt() }
    let (left, right) = (observation.mesh.points[33], observation.mesh.points[263])
    let dx = Double(right.x - left.x)
    let dy = Double(right.y - left.y)
    return ActionSample(
      head: head, eyeDistance: (dx * dx + dy * dy).squareRoot(), blinked: blink.observe(EyeSample(observation)))
  }

  /// What comes next can't be compared with what was seen: the face must look ahead again for the same action. Its time
  /// runs on.
  private mutating func interrupt() {
    switch state {
    case .centering, .acting: state = .centering([])
    case .done, .givenUp: break
    }
  }

  private mutating func advance(by sample: ActionSample) {
    switch state {
    case .centering(let before):
      let samples = (before + [sample]).suffix(TurnTrack.referenceFrames)
      guard samples.count == TurnTrack.referenceFrames, Self.lookAhead(samples), step < sequence.count,
        let watch = ActionWatch(sequence[step], from: Array(samples), settings: settings)
      else {
        state = .centering(Array(samples))
        return
      }
      state = .acting(watch)
      began = now
    case .acting(var watch):
      switch watch.observe(sample) {
      case .pending: state = .acting(watch)
      case .wrong: beginAnew()
      case .done:
        step += 1
        began = now
        state = step < sequence.count ? .centering([]) : .done
      }
    case .done, .givenUp: break
    }
  }

  private static func lookAhead(_ samples: ArraySlice<ActionSample>) -> Bool {
    func range(_ angle: KeyPath<HeadSample, Double>) -> Double {
      let angles = samples.map { $0.head[keyPath: angle] }
      return (angles.max() ?? 0) - (angles.min() ?? 0)
    }
    return samples.allSatisfy { abs($0.head.yaw) <= ahead.yaw && abs($0.head.pitch) <= ahead.pitch }
      && range(\.yaw) <= stillness && range(\.pitch) <= stillness
  }

  /// Begins a new sequence where the time is over.
  private mutating func expire() -> LivenessEvidence {
    switch state {
    case .centering, .acting: if remaining <= 0 { beginAnew() }
    case .done, .givenUp: break
    }
    return evidence
  }

  private mutating func beginAnew() {
    earlierSteps += step
    step = 0
    guard attempt < settings.attempts else {
      state = .givenUp
      return
    }
    attempt += 1
    began = now
    sequence = ChallengeAction.sequence(of: settings.steps, from: settings.allowed, using: &random)
    state = .centering([])
  }

  private var remaining: Double { settings.secondsPerStep - (now - (began ?? now)) }

  /// Steps of abandoned sequences count among the events and among those needed: each was seen on somebody's face, and
  /// all of them must have been the same person's. The score: one face in four does by chance what is asked of it, and
  /// each new sequence is one more chance; a person who did not do it is somewhat less likely one.
  private var evidence: LivenessEvidence {
    var odds = 1.0
    switch state {
    case .done: for _ in 0..<step { odds *= 4 }
    case .givenUp: odds = 0.25
    case .centering, .acting: break
    }
    odds /= Double(attempt)
    let isDone = if case .done = state { true } else { false }
    return LivenessEvidence(
      kind: .other, events: earlierSteps + step, eventsNeeded: earlierSteps + settings.steps,
      score: Float(odds / (1 + odds)), verdict: isDone ? .live : .undecided, prompt: prompt)
  }

  private var prompt: LivenessPrompt? {
    let (action, text): (LivenessPrompt.Action, String)
    switch state {
    case .centering: (action, text) = (.lookAhead, "Look straight into the camera.")
    case .acting(let watch): (action, text) = (watch.action.prompt, watch.action.text)
    case .done, .givenUp: return nil
    }
    return LivenessPrompt(
      action: action, text: text, step: step + 1, steps: settings.steps, remaining: .seconds(max(0, remaining)))
  }
}
