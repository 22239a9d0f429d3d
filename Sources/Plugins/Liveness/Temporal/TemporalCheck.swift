import Engine

/// One session's check of how its frames follow each other.
struct TemporalCheck: LivenessCheck {
  private let settings: TemporalSettings
  private var continuity: FaceContinuity
  /// Tells whether somebody else may have come: other than `continuity` it lets frames pass in which the face is blurred.
  private var presence = FaceContinuity(minimumPresence: 0)
  private var freeze: FreezeDetector
  private var loop: LoopDetector
  private var cut = CutDetector()
  private var microMotion: MicroMotion
  private var lastFace: Thumbnail?
  private var isFrozen = false
  /// Seconds of frames that follow each other and do not repeat.
  private var watched = 0.0
  private var lastTime: Double?

  /// A check that has seen nothing.
  init(settings: TemporalSettings) {
    self.settings = settings
    continuity = FaceContinuity(minimumPresence: Float(settings.minimumPresence))
    freeze = FreezeDetector(frozenSeconds: settings.frozenSeconds)
    loop = LoopDetector(frames: settings.loopFrames, largestDifference: settings.largestDifference)
    microMotion = MicroMotion(least: settings.minimumMicroMotion)
  }

  var wantsMeasurement: Bool { !isRecording }

  /// Whether the frames are known to be no camera's: that does not change again.
  private var isRecording: Bool { loop.isFound || cut.isFound }

  mutating func observe(_ observation: LivenessObservation) -> LivenessEvidence {
    let time = observation.time.seconds
    if presence.step(observation) == .fresh { beginAnew() }
    let step = continuity.step(observation)
    guard step != .unusable, !isRecording, let signature = observation.measurement.flatMap(FrameSignature.init) else {
      if step == .unusable { interrupt() }
      return evidence
    }
    if step == .fresh { interrupt() }
    let isRepeat = lastFace.map { $0.difference(from: signature.face) < FreezeDetector.repeated } ?? false
    isFrozen = freeze.observe(isRepeat: isRepeat, at: time)
    if !isRepeat {
      loop.observe(signature.face, at: time)
      microMotion.observe(signature.patch, at: time)
      if step == .continued { watched += time - (lastTime ?? time) }
    }
    cut.observe(signature, at: time)
    lastFace = signature.face
    lastTime = time
    return evidence
  }

  /// Whoever is there now has not been watched yet.
  private mutating func beginAnew() {
    watched = 0
    microMotion = MicroMotion(least: settings.minimumMicroMotion)
  }

  /// What comes next cannot be compared with the frames before.
  private mutating func interrupt() {
    cut.interrupt()
    microMotion.interrupt()
  }

  /// Of the evaluation's development people, 18 of 60 attack presentations of ten species had a finding, and none of 18
  /// bona fide ones: so without a finding the odds of a live face are 1 to 0.7, and with one they are the lowest that
  /// count.
  private var evidence: LivenessEvidence {
    if isRecording || isFrozen { return LivenessEvidence(kind: .other, events: 0, score: 0.02, verdict: .spoof) }
    let isWatched = watched >= settings.watchSeconds && microMotion.isSeen && !loop.isSuspected
    return LivenessEvidence(
      kind: .other, events: 0, score: isWatched ? 0.59 : 0.5, verdict: isWatched ? .live : .undecided)
  }
}

/// The component `liveness.temporal`: whether a session's frames follow each other as a camera's do.
public struct TemporalProvider: LivenessCheckProvider {
  private let settings: TemporalSettings

  /// A provider of checks with these settings.
  public init(settings: TemporalSettings) { self.settings = settings }

  public func makeCheck(seed: UInt64) -> any LivenessCheck { TemporalCheck(settings: settings) }

  public func measure(_ face: Face, mesh: FaceMesh, in image: Image) throws -> LivenessMeasurement? {
    FrameSignature.measure(mesh, in: image)
  }
}
