/// What a liveness check sees of one frame.
public struct LivenessObservation: Sendable {
  /// Since the session began; rising.
  public var time: Duration
  public var face: Face
  public var mesh: FaceMesh
  /// The frame itself, for checks that look at texture; nil where the pipeline keeps none.
  public var image: Image?

  /// An observation; all parameters as the properties of the same names.
  public init(time: Duration, face: Face, mesh: FaceMesh, image: Image? = nil) {
    self.time = time
    self.face = face
    self.mesh = mesh
    self.image = image
  }
}

/// What a check has seen so far in its session.
public struct LivenessEvidence: Sendable, Hashable {
  /// What a check counts, for the documented AND and OR rules.
  public enum Kind: Sendable, Hashable {
    case blink
    case motion
    /// Anything else, e.g. passive anti-spoofing: it counts through `score` and `verdict` alone.
    case other
  }

  /// Whether the check has made up its mind.
  public enum Verdict: Sendable, Hashable {
    case undecided
    case live
    case spoof
  }

  public var kind: Kind
  /// Blinks or movements so far.
  public var events: Int
  /// How sure the check is of a live face, 0…1; 0.5 knows nothing.
  public var score: Float
  public var verdict: Verdict

  /// Evidence; all parameters as the properties of the same names.
  public init(kind: Kind, events: Int, score: Float, verdict: Verdict) {
    self.kind = kind
    self.events = events
    self.score = score
    self.verdict = verdict
  }
}

/// One session's check: a pure state machine over observations. It reads no clock and does no I/O.
public protocol LivenessCheck: Sendable {
  /// Takes the next frame of the face and says what is known now.
  mutating func observe(_ observation: LivenessObservation) -> LivenessEvidence
}

/// The component behind a check: makes a fresh one for each session.
public protocol LivenessCheckProvider: ComponentLifecycle {
  /// A check that has seen nothing.
  func makeCheck() -> any LivenessCheck
}
