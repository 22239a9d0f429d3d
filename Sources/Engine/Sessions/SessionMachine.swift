/// One session as a pure state machine: events go in with the time (since the session was created), decisions come out.
///
/// It reads no clock and does no I/O. The host feeds it like this:
/// 1. `admit(at:)` when a frame arrives, before anything is decoded; `needs` says what to look for in it;
/// 2. `observe(_:at:)` with what the pipeline saw; when the answer is `.needsEmbedding`, the host embeds the face and
///    calls `count(_:)`: the frame may be a sample, or show a sign of life that must be of the same person;
/// 3. `next` says whether to go on, to do the concluding work (search, or store the samples) or that the session ended;
///    after the work the host calls `conclude…` or `fail`, and admits no frame before it did.
public struct SessionMachine: Sendable {
  public let purpose: SessionPurpose
  public let rules: SessionRules
  public private(set) var status = SessionStatus.initialized
  public private(set) var outcome: SessionOutcome?
  public private(set) var liveness: LivenessState
  public private(set) var samples: [Sample] = [] { didSet { person = Self.probe(from: samples) } }
  /// The mean face of the samples: every frame is held against it.
  private var person: Embedding?
  /// Frames processed so far.
  public private(set) var frameCounter = 0
  private var checks: [(id: String, check: any LivenessCheck)]
  /// What each check, by component id, has seen so far.
  public private(set) var evidence: [String: LivenessEvidence] = [:]
  private var gate: FrameGate
  private var witnesses = LivenessWitnesses()
  private var lowQualityRun = 0
  private var identity = IdentityTrack()
  private var obstacles = ObstacleMemory()
  /// A frame that waits for its embedding.
  private struct Pending: Sendable {
    var progress: FrameProgress
    /// Signs of life that came with it.
    var news: LivenessWitnesses.News
    var time: Duration
    /// Whether it may become a sample where those so far turn out to be of somebody else.
    var mayCount: Bool
    /// Whether its face is held against the samples'. A poor or covered picture says too little about whose face it is to
    /// throw samples away; what it showed of life is held against them all the same.
    var isHeld: Bool
  }
  private var pending: Pending?

  /// A session that begins now, at time zero.
  ///
  /// - Parameter checks: fresh liveness checks by component id.
  public init(purpose: SessionPurpose, rules: SessionRules, checks: [(id: String, check: any LivenessCheck)]) {
    self.purpose = purpose
    self.rules = rules
    self.checks = checks
    self.gate = FrameGate(framesPerSecond: rules.maxFPS)
    self.liveness = rules.liveness.judge([:])
  }

  /// A frame has arrived.
  public mutating func admit(at now: Duration) -> Admission {
    if let outcome = expire(at: now) ?? outcome { return .finished(outcome) }
    switch gate.decide(at: now) {
    case .pass: break
    case .drop(let retryAfter): return .tooSoon(retryAfter: retryAfter)
    case .close: return .flooding
    }
    if frameCounter >= rules.frameBudget { return .finished(exhaust()) }
    status = .processing
    frameCounter += 1
    return .process
  }

  /// What of the next frame can still change the outcome.
  public var needs: FrameNeeds {
    FrameNeeds(
      qualityThreshold: rules.qualityThreshold,
      obstacles: outcome == nil && samples.count < rules.targetSamples ? rules.obstacles : nil,
      measurements: outcome == nil && rules.requiresLiveness
        ? Set(checks.lazy.filter { $0.check.wantsMeasurement }.map(\.id)) : [])
  }

  /// The pipeline has looked at an admitted frame. One that was still on its way when the session ended changes nothing.
  public mutating func observe(_ frame: FrameObservation, at now: Duration) -> Step {
    pending = nil
    var news: LivenessWitnesses.News = [:]
    if outcome == nil {
      identity.frame(place: frame.face?.face.box, at: now)
      if let face = frame.face { news = learn(from: face, frame.measurements, at: now) }
    }
    let progress = progress(worth(of: frame), frame)
    guard outcome == nil else { return .done(progress) }
    let isCrowd = isCrowded(progress.result) && progress.quality >= rules.qualityThreshold
    let isWatched =
      (progress.result == .observed || isCrowd) && rules.sameFaceSimilarity != nil
      && identity.wantsLook(at: now, isCrowd: isCrowd)
    guard progress.result == .counted || isWatched || !news.isEmpty else { return .done(progress) }
    pending = Pending(
      progress: progress, news: news, time: now, mayCount: frame.obstaclesLookedFor,
      isHeld: isWatched || progress.result == .counted || progress.result == .observed)
    return .needsEmbedding
  }

  /// The embedding of the frame that `observe` asked for.
  ///
  /// - Returns: nil where no frame waits for one, or the session ended meanwhile.
  public mutating func count(_ embedding: Embedding) -> FrameProgress? {
    guard outcome == nil, let waiting = pending else { return nil }
    pending = nil
    var progress = waiting.progress
    if waiting.isHeld { recognize(embedding, at: waiting.time, mayCount: waiting.mayCount, in: &progress) }
    if progress.result == .counted { samples.append(Sample(embedding: embedding, quality: progress.quality)) }
    witnesses.add(waiting.news, on: embedding)
    judge()
    progress.samples = samples.count
    progress.liveness = liveness
    return progress
  }

  /// Holds a good frame's face against the samples', and says what the frame is worth then.
  private mutating func recognize(
    _ face: Embedding, at now: Duration, mayCount: Bool, in progress: inout FrameProgress
  ) {
    guard let verification = rules.sameFaceSimilarity else { return }
    let similarity = IdentityTrack.similarity(ofModel: verification)
    let finding = identity.look(at: face, person: person, similarity: similarity, at: now)
    guard finding != .same else { return }
    let isCrowd = isCrowded(progress.result)
    if !isCrowd { progress.result = .observed }
    switch finding {
    case .same, .doubtful: break
    case .changed where rules.requiresLiveness: end(.failed, .livenessFailed)
    case .another, .changed:
      samples = []
      if mayCount, !isCrowd { progress.result = .counted }
    }
  }

  /// Whether a frame was refused for nothing but other faces in it: the one that counts is bare.
  private func isCrowded(_ result: FrameProgress.Result) -> Bool {
    guard case .obstructed(let obstacles) = result else { return false }
    return obstacles.allSatisfy { $0.kind == .multipleFaces }
  }

  /// What comes next.
  public var next: Next {
    if let outcome { return .finished(outcome) }
    guard samples.count >= rules.targetSamples, liveness.verified || !rules.requiresLiveness, !identity.isInDoubt else {
      return .moreFrames
    }
    switch purpose {
    case .enrollment(let person): return .conclude(.enroll(person, samples: samples))
    case .verification(let person): return .conclude(.verify(person, samples: samples))
    case .identification: return .conclude(.identify(samples: samples))
    }
  }

  /// The samples are stored. Ignored unless `next` asks for an enrollment's conclusion.
  public mutating func concludeEnrolled() {
    guard case .conclude(.enroll(let person, _)) = next else { return }
    end(.completed, .enrolled, person: person)
  }

  /// The search or comparison has answered. Ignored unless `next` asks for it: nothing is authenticated without its
  /// samples and its liveness.
  public mutating func conclude(_ verdict: OpenSetVerdict) {
    guard case .conclude = next, !purpose.isEnrollment else { return }
    switch verdict {
    case .match(let candidate):
      // Being someone, but not the person claimed, is not being verified.
      if case .verification(let claimed) = purpose, candidate.person != claimed { return end(.failed, .notRecognized) }
      end(.completed, .authenticated, person: candidate.person, similarity: candidate.similarity)
    case .unknown: end(.failed, .notRecognized)
    case .ambiguous: end(.failed, .ambiguous)
    }
  }

  /// Something of the host's failed for good; the session can't go on.
  public mutating func fail(_ reason: SessionReason = .error) { end(.failed, reason) }

  /// The client has stopped it.
  public mutating func cancel() { end(.cancelled, .manualStop) }

  /// Ends the session if its time is over.
  ///
  /// - Returns: the outcome, if that has just happened.
  @discardableResult public mutating func expire(at now: Duration) -> SessionOutcome? {
    guard outcome == nil, now >= rules.timeToLive else { return nil }
    end(.expired, .expired)
    return outcome
  }

  /// The mean quality of the samples, 0…1.
  public var meanQuality: Float {
    samples.isEmpty ? 0 : samples.map(\.quality).reduce(0, +) / Float(samples.count)
  }

  /// Whether two embeddings are of one person.
  static func isSameFace(_ one: Embedding, _ other: Embedding, _ similarity: Float) -> Bool {
    (one.similarity(to: other) ?? -1) >= similarity
  }

  private func isSameFace(_ one: Embedding, _ other: Embedding) -> Bool {
    rules.sameFaceSimilarity.map { Self.isSameFace(one, other, $0) } ?? true
  }

  /// Liveness and the run of low quality take every face, whatever the frame is worth otherwise.
  ///
  /// - Returns: new signs of life for which it matters whose face they were seen on.
  private mutating func learn(
    from face: FrameObservation.ObservedFace, _ measurements: [String: LivenessMeasurement], at now: Duration
  ) -> LivenessWitnesses.News {
    var news: LivenessWitnesses.News = [:]
    if let mesh = face.mesh {
      for index in checks.indices {
        let id = checks[index].id
        evidence[id] = checks[index].check.observe(
          LivenessObservation(time: now, face: face.face, mesh: mesh, measurement: measurements[id]))
      }
      if rules.requiresLiveness, rules.sameFaceSimilarity != nil { news = witnesses.news(in: evidence) }
      judge()
    }
    lowQualityRun = face.quality.score < rules.lowQualityThreshold ? lowQualityRun + 1 : 0
    if lowQualityRun >= rules.maxLowQualityConsecutive { end(.failed, .lowQualityAbort) }
    return news
  }

  private mutating func judge() {
    guard rules.requiresLiveness, let similarity = rules.sameFaceSimilarity else {
      liveness = rules.liveness.judge(evidence)
      return
    }
    liveness = rules.liveness.judge(witnesses.confirmed(evidence, of: person, similarity: similarity))
  }

  private mutating func worth(of frame: FrameObservation) -> FrameProgress.Result {
    guard let face = frame.face else { return .noFace }
    let rejecting =
      frame.obstaclesLookedFor
      ? obstacles.take(frame.obstacles, rules.obstacles) : rules.obstacles.rejecting(frame.obstacles)
    if !rejecting.isEmpty { return .obstructed(rejecting) }
    guard face.quality.score >= rules.qualityThreshold else { return .lowQuality }
    let counts = outcome == nil && samples.count < rules.targetSamples && frame.obstaclesLookedFor
    return counts ? .counted : .observed
  }

  private mutating func exhaust() -> SessionOutcome {
    // Enough good frames and still no proof of life is a failure of liveness, not of patience.
    end(.failed, samples.count >= rules.targetSamples ? .livenessFailed : .frameBudgetExceeded)
    return outcome ?? SessionOutcome(status: .failed, reason: .frameBudgetExceeded)
  }

  private mutating func end(
    _ status: SessionStatus, _ reason: SessionReason, person: PersonID? = nil, similarity: Float? = nil
  ) {
    guard outcome == nil else { return }
    self.status = status
    outcome = SessionOutcome(status: status, reason: reason, person: person, similarity: similarity)
  }

  private func progress(_ result: FrameProgress.Result, _ frame: FrameObservation) -> FrameProgress {
    FrameProgress(
      result: result, samples: samples.count, targetSamples: rules.targetSamples, frameCounter: frameCounter,
      quality: frame.face?.quality.score ?? 0, qualityThreshold: rules.qualityThreshold, liveness: liveness,
      blinksRequired: rules.liveness.requiredBlinks, motionRequired: rules.liveness.requiredMotion,
      box: frame.reportedBox, eyeOpenness: frame.face?.mesh?.eyes.mean,
      challenge: checks.lazy.compactMap { evidence[$0.id]?.prompt }.first)
  }
}
