/// One session as a pure state machine: events go in with the time (since the session was created), decisions come out.
///
/// It reads no clock and does no I/O. The host feeds it like this:
/// 1. `admit(at:)` when a frame arrives, before anything is decoded;
/// 2. `observe(_:at:)` with what the pipeline saw; when the answer is `.needsEmbedding`, the host embeds the face and
///    calls `count(_:)`: the frame may be a sample, or show a sign of life that must be of the same person;
/// 3. `next` says whether to go on, to do the concluding work (search, or store the samples) or that the session ended;
///    after the work the host calls `conclude…` or `fail`, and admits no frame before it did.
public struct SessionMachine: Sendable {
  /// What to do with a frame that has just arrived.
  @frozen public enum Admission: Sendable, Hashable {
    case process
    /// Sooner than `maxFPS` allows: answer 429.
    case tooSoon(retryAfter: Duration)
    /// The client keeps on sending too fast: end the connection with 4429.
    case flooding
    /// The session is over (this may be the frame that ended it).
    case finished(SessionOutcome)
  }

  /// What an observation leads to.
  @frozen public enum Step: Sendable, Hashable {
    /// It matters whose face it is: embed it and call `count(_:)`.
    case needsEmbedding
    /// Nothing more to do with this frame.
    case done(FrameProgress)
  }

  /// The work that concludes a session.
  @frozen public enum Work: Sendable, Hashable {
    case enroll(PersonID, samples: [Sample])
    case verify(PersonID, samples: [Sample])
    case identify(samples: [Sample])
  }

  /// What comes next.
  @frozen public enum Next: Sendable, Hashable {
    case moreFrames
    case conclude(Work)
    case finished(SessionOutcome)
  }

  /// One counted frame.
  public struct Sample: Sendable, Hashable {
    public var embedding: Embedding
    /// 0…1.
    public var quality: Float

    /// A sample.
    public init(embedding: Embedding, quality: Float) {
      self.embedding = embedding
      self.quality = quality
    }
  }

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
  private var evidence: [String: LivenessEvidence] = [:]
  private var gate: FrameGate
  private var witnesses = LivenessWitnesses()
  private var lowQualityRun = 0
  /// The frame that waits for its embedding, and the signs of life that came with it.
  private var pending: (progress: FrameProgress, news: LivenessWitnesses.News)?

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

  /// The pipeline has looked at an admitted frame. One that was still on its way when the session ended changes nothing.
  public mutating func observe(_ frame: FrameObservation, at now: Duration) -> Step {
    pending = nil
    var news: LivenessWitnesses.News = [:]
    if outcome == nil, let face = frame.face { news = learn(from: face, image: frame.image, at: now) }
    let progress = progress(worth(of: frame), frame)
    guard outcome == nil, progress.result == .counted || !news.isEmpty else { return .done(progress) }
    pending = (progress, news)
    return .needsEmbedding
  }

  /// The embedding of the frame that `observe` asked for.
  ///
  /// - Returns: nil where no frame waits for one, or the session ended meanwhile.
  public mutating func count(_ embedding: Embedding) -> FrameProgress? {
    guard outcome == nil, let (waiting, news) = pending else { return nil }
    pending = nil
    var progress = waiting
    // A good picture of another face than the samples': who is before the camera now begins anew. A poor one says too
    // little about whose face it is to throw samples away; what it showed of life just does not count.
    let isGood = progress.result == .counted || progress.result == .observed
    if isGood, let person, !isSameFace(embedding, person) {
      samples = []
      progress.result = .counted
    }
    if progress.result == .counted { samples.append(Sample(embedding: embedding, quality: progress.quality)) }
    witnesses.add(news, on: embedding)
    judge()
    progress.samples = samples.count
    progress.liveness = liveness
    return progress
  }

  /// What comes next.
  public var next: Next {
    if let outcome { return .finished(outcome) }
    guard samples.count >= rules.targetSamples, liveness.verified || !rules.requiresLiveness else { return .moreFrames }
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
    from face: FrameObservation.ObservedFace, image: Image?, at now: Duration
  ) -> LivenessWitnesses.News {
    var news: LivenessWitnesses.News = [:]
    if let mesh = face.mesh {
      let seen = LivenessObservation(time: now, face: face.face, mesh: mesh, image: image)
      for index in checks.indices { evidence[checks[index].id] = checks[index].check.observe(seen) }
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

  private func worth(of frame: FrameObservation) -> FrameProgress.Result {
    guard let face = frame.face else { return .noFace }
    let obstacles = rules.obstacles.rejecting(frame.obstacles)
    if !obstacles.isEmpty { return .obstructed(obstacles) }
    guard face.quality.score >= rules.qualityThreshold else { return .lowQuality }
    return outcome == nil && samples.count < rules.targetSamples ? .counted : .observed
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
      box: frame.reportedBox, eyeOpenness: frame.face?.mesh?.eyes.mean)
  }
}
