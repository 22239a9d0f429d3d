/// Whose face a session shows, from its first counted frame to its last.
///
/// A face may leave the picture and another come: then the one who is there now begins anew. But no living face becomes
/// another while the camera watches: that is a video cut or faded from one person to the next.
struct IdentityTrack: Sendable {
  /// What a face is to the session's samples.
  enum Finding: Sendable, Hashable {
    case same
    /// Another face, but on one frame only: it may be a poor picture of the same.
    case doubtful
    /// Another person has come.
    case another
    /// The face has turned into another before the camera.
    case changed
  }

  /// Seconds without a face after which another may have come: as with liveness, 5 fps with two frames lost in between.
  static let longestGap = Duration.milliseconds(650)
  /// Between two looks at the identity of good frames that need no embedding otherwise: some 8 ms of CPU each. Not a
  /// whole second, so that frames of two people in turn show both.
  static let interval = Duration.milliseconds(700)
  /// Faces unlike the samples after which the samples' person is gone; each one alike takes half of one away, so that
  /// frames of two people in turn are found too.
  static let patience = 2.0
  /// Overlap (intersection over union) from which on two boxes less than a second apart are of one face; a bystander's
  /// hardly overlaps at all.
  private static let sameFace: Float = 0.4

  /// From which similarity on a good frame shows the samples' face, for a model that verifies from `verification` on: a
  /// third of the way from there to 1.
  ///
  /// Frames of one session are of one minute, camera and light, and more alike than photos of one person are: of the
  /// evaluation's development people none of 627 was less than 0.62 like its session's samples, where the model verifies
  /// from 0.32 on. The middle frames of a fade verify as either of its people.
  static func similarity(ofModel verification: Float) -> Float { verification + (1 - verification) / 3 }

  private var lastFace: Duration?
  private var lastLook: Duration?
  private var isUnbroken = true
  /// Where the face that counts was in the last frame, and where a look last found the known face.
  private var place: Rect?
  private var knownPlace: Rect?
  /// The first face that was looked at, where there were no samples of it yet.
  private var forerunner: Embedding?
  private var doubts = 0.0
  private var lastDoubt: Embedding?
  /// Whether the last look found another face than the samples': nothing is concluded then.
  private(set) var isInDoubt = false

  /// A frame whose face that counts is at `place`, or one without a face.
  mutating func frame(place: Rect?, at now: Duration) {
    if let last = lastFace, now - last > Self.longestGap { isUnbroken = false }
    if place == nil { isUnbroken = false } else { lastFace = now }
    self.place = place
  }

  /// Whether a good frame's identity should be looked at, though nothing else asks for it.
  ///
  /// - Parameter isCrowd: other faces are in the frame: then only a face that is where the last one was is held against
  ///   it, as a bystander who comes nearer is another person, and no fraud.
  func wantsLook(at now: Duration, isCrowd: Bool) -> Bool {
    if isCrowd, knownPlace != nil, !isAtKnownPlace { return false }
    guard let lastLook else { return true }
    return doubts > 0 || !isUnbroken || now - lastLook >= Self.interval
  }

  /// A good frame's face, held against the samples' `person`, or against the first face that was looked at before them.
  mutating func look(
    at face: Embedding, person: Embedding?, similarity: Float, at now: Duration
  ) -> Finding {
    lastLook = now
    guard let known = person ?? earlier else {
      forerunner = face
      knownPlace = place
      isUnbroken = true
      return .same
    }
    if SessionMachine.isSameFace(face, known, similarity) {
      doubts = max(0, doubts - 0.5)
      isInDoubt = false
      knownPlace = place
      if doubts == 0 { isUnbroken = true }
      return .same
    }
    doubts += 1
    isInDoubt = true
    defer { lastDoubt = face }
    guard doubts >= Self.patience, let lastDoubt, SessionMachine.isSameFace(face, lastDoubt, similarity) else {
      return .doubtful
    }
    defer { begin() }
    return isUnbroken ? .changed : .another
  }

  /// The face looked at before there were samples, if it has been there ever since.
  private var earlier: Embedding? { isUnbroken && isAtKnownPlace ? forerunner : nil }

  /// Whether the last frame's face is where a look last found the one that is known.
  private var isAtKnownPlace: Bool {
    guard let place, let knownPlace else { return false }
    return place.overlap(with: knownPlace) >= Self.sameFace
  }

  /// The samples begin anew with the face that is there now.
  private mutating func begin() {
    forerunner = nil
    knownPlace = place
    isInDoubt = false
    doubts = 0
    isUnbroken = true
  }
}
