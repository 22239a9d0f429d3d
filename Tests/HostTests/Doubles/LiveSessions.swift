import Engine

@testable import Host

extension LiveSession {
  /// A session of a test: one frame is enough, and liveness is not asked for, unless the rules say so.
  static func of(
    _ purpose: SessionPurpose, id: String = "session-1", token: String = "sess_token", tenant: TenantID = .init("a"),
    rules: SessionRules = .oneFrame, encryption: ResultEncryption = .cbc(.secret),
    recognition: RecognitionSettings = .threshold(0.6), checks: [any LivenessCheck] = [],
    subjects: [LockoutSubject] = [], showsScores: Bool = true,
    clock: ManualClock = ManualClock()
  ) -> LiveSession {
    LiveSession(
      id: id, token: token, tenant: tenant, purpose: purpose, rules: rules, encryption: encryption,
      recognition: recognition, expiresAt: StorageWorld.now + rules.timeToLive,
      checks: LivenessCheckSet(checks.enumerated().map { ("liveness.\($0.offset)", FixedProvider(check: $0.element)) }),
      frameBytes: 2 << 20, subjects: subjects, showsScores: showsScores, clock: { clock.now })
  }

  /// Makes the same check for every session.
  private struct FixedProvider: LivenessCheckProvider {
    let check: any LivenessCheck
    func makeCheck(seed: UInt64) -> any LivenessCheck { check }
  }

  /// Takes a frame through the machine; the progress that a client would be told.
  @discardableResult func take(_ frame: FrameObservation, at degrees: Double = 0) -> FrameProgress? {
    withMachine { machine in
      guard machine.admit(at: now) == .process else { return nil }
      switch machine.observe(frame, at: now) {
      case .done(let progress): return progress
      case .needsEmbedding: return machine.count(.at(degrees))
      }
    }
  }
}

extension SessionRules {
  static var oneFrame: SessionRules {
    SessionRules(targetSamples: 1, requiresLiveness: false, liveness: LivenessPolicy(rule: .any))
  }
}

extension FrameObservation {
  /// One face in the place of the integration guide's example.
  static func face(quality: Float = 0.87, obstacles: [Obstacle] = []) -> FrameObservation {
    let face = Face(box: Rect(x: 120, y: 80, width: 400, height: 400), confidence: 0.9, landmarks: [])
    let mesh = FaceMesh(
      points: [], presence: 1, pose: HeadPose(yaw: 0, pitch: 0, roll: 0),
      eyes: EyeOpenness(left: 0.285, right: 0.285))
    let parts = Quality.Parts(sharpness: 1, brightness: 1, pose: 1, size: 1, occlusion: 1)
    return FrameObservation(
      face: .init(face: face, mesh: mesh, quality: Quality(score: quality, parts: parts)), faceCount: 1,
      obstacles: obstacles)
  }

  static let empty = FrameObservation(face: nil, faceCount: 0)
}
