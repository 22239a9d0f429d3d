/// What a liveness check sees of one frame.
public struct LivenessObservation: Sendable {
  /// Since the session began; rising.
  public var time: Duration
  public var face: Face
  public var mesh: FaceMesh
  /// What the check's provider measured in this frame's pixels; nil where nobody asked for it.
  public var measurement: LivenessMeasurement?

  /// An observation; all parameters as the properties of the same names.
  public init(time: Duration, face: Face, mesh: FaceMesh, measurement: LivenessMeasurement? = nil) {
    self.time = time
    self.face = face
    self.mesh = mesh
    self.measurement = measurement
  }
}

/// One session's check: a pure state machine over observations. It reads no clock, sees no pixels and does no I/O, as it
/// runs under the session's lock; what it needs of the pixels its provider measures before.
public protocol LivenessCheck: Sendable {
  /// Takes the next frame of the face and says what is known now.
  mutating func observe(_ observation: LivenessObservation) -> LivenessEvidence

  /// Whether a measurement of the next frame can change what the check says. By default always; asked only of checks
  /// whose provider measures.
  var wantsMeasurement: Bool { get }
}

extension LivenessCheck {
  public var wantsMeasurement: Bool { true }
}

/// The component behind a check: makes a fresh one for each session, and measures pixels for all of them.
public protocol LivenessCheckProvider: ComponentLifecycle {
  /// A check that has seen nothing.
  ///
  /// - Parameter seed: random, another for each session: what a check asks for must not be foreseen. The same seed makes
  ///   the same check, so that tests and evaluations can be repeated.
  func makeCheck(seed: UInt64) -> any LivenessCheck

  /// Measures what the check needs of a frame's pixels. Stateless; called on compute threads, from several at a time.
  ///
  /// - Returns: nil for a check that needs no pixels (the default), or where this frame shows too little.
  func measure(_ face: Face, mesh: FaceMesh, in image: Image) throws -> LivenessMeasurement?
}

extension LivenessCheckProvider {
  public func measure(_ face: Face, mesh: FaceMesh, in image: Image) throws -> LivenessMeasurement? { nil }
}
