import Engine
import Testing

/// Feeds a machine one frame every 100 ms, the way the host does.
struct SessionDriver {
  var machine: SessionMachine
  private(set) var now = Duration.zero

  init(
    _ purpose: SessionPurpose = .identification, _ rules: SessionRules = SessionRules(liveness: .alwaysSatisfied),
    checks: [(id: String, check: any LivenessCheck)] = []
  ) {
    machine = SessionMachine(purpose: purpose, rules: rules, checks: checks)
  }

  /// Admits, observes and, where the machine wants it, counts one frame.
  @discardableResult mutating func send(
    _ frame: FrameObservation, embedding: Embedding = .along(0), sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> FrameProgress {
    now += .milliseconds(100)
    try #require(machine.admit(at: now) == .process, sourceLocation: sourceLocation)
    if case .done(let progress) = machine.observe(frame, at: now) { return progress }
    let progress = machine.count(embedding)
    return try #require(progress, sourceLocation: sourceLocation)
  }

  /// Sends the same frame again and again.
  mutating func send(
    _ frame: FrameObservation, times: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for _ in 0..<times { try send(frame, sourceLocation: sourceLocation) }
  }

  /// Admits a frame 100 ms after the last one and leaves it at that.
  mutating func admit() -> SessionMachine.Admission {
    now += .milliseconds(100)
    return machine.admit(at: now)
  }
}

extension LivenessPolicy {
  /// Nothing to show: for tests about something else than liveness.
  static let alwaysSatisfied = LivenessPolicy(rule: .all, requiredBlinks: 0, requiredMotion: 0)
}

extension FrameObservation {
  /// A frame with one face in the middle.
  static func seen(
    quality: Float = 0.9, obstacles: [Obstacle] = [], mesh: FaceMesh? = .open, confidence: Float = 0.95,
    image: Image? = nil
  ) -> FrameObservation {
    let face = Face(box: Rect(x: 10, y: 20, width: 30, height: 40), confidence: confidence, landmarks: [])
    return FrameObservation(
      image: image, face: ObservedFace(face: face, mesh: mesh, quality: Quality(score: quality)), faceCount: 1,
      obstacles: obstacles)
  }

  static let empty = FrameObservation(face: nil, faceCount: 0)
}

extension FaceMesh {
  /// Eyes open, with a mean of 0.3125: exact in binary.
  static let open = FaceMesh(
    points: [], presence: 1, pose: HeadPose(yaw: 0, pitch: 0, roll: 0), eyes: EyeOpenness(left: 0.25, right: 0.375))
}

extension Quality {
  /// A score whose parts do not matter.
  init(score: Float) {
    self.init(score: score, parts: Parts(sharpness: 1, brightness: 1, pose: 1, size: 1, occlusion: 1))
  }
}

extension Embedding {
  /// The unit vector along one of four axes.
  static func along(_ axis: Int, model: String = "test-4") -> Embedding {
    var values: [Float] = [0, 0, 0, 0]
    values[axis] = 1
    return Embedding(model: ModelID(model), normalizing: values)!
  }
}
