import Engine

/// The messages of family A (`/ws/auth/process-image/`), as the integration guide documents them.
enum FamilyAMessages {
  /// The first message after the handshake.
  static func connectionEstablished(_ session: LiveSession) -> JSONValue {
    .object([
      "type": "connection_established", "session_type": .string(session.purpose.name),
      "session_token": .string(session.token), "status": .string(session.isEnrollment ? "pending" : "active"),
      "message": "WebSocket connection established",
    ])
  }

  /// The answer to one frame.
  static func frame(_ progress: FrameProgress, in session: LiveSession) -> JSONValue {
    if case .obstructed(let obstacles) = progress.result { return rejected(obstacles, progress, in: session) }
    let alive = progress.liveness
    let succeeded = progress.result == .counted || progress.result == .observed
    return .object([
      "type": "frame_processed", "success": .bool(succeeded), "frames_processed": .integer(progress.samples),
      (session.isEnrollment ? "target_samples" : "min_frames_required"): .integer(progress.targetSamples),
      "quality_score": score(progress.quality, passes: progress.quality >= progress.qualityThreshold, in: session),
      "quality_threshold": .score(progress.qualityThreshold),
      "liveness_score": score(alive.score, passes: alive.verified, in: session),
      "liveness_verified": .bool(alive.verified),
      "blinks_detected": .integer(alive.blinks), "blinks_required": .integer(progress.blinksRequired),
      "blinks_ok": .bool(alive.blinksOK), "motion_events": .integer(alive.motionEvents),
      "motion_required": .integer(progress.motionRequired), "motion_ok": .bool(alive.motionOK),
      "no_obstacles": true, "obstacles": [], "challenge": progress.challenge.map(challenge),
      "message": .string(message(progress, in: session)), "visual_data": visualData(progress, in: session),
    ])
  }

  /// A raw score, or to those who are not told it, 1 where it is enough and 0 where not: the field stays a number.
  private static func score(_ value: Float, passes: Bool, in session: LiveSession) -> JSONValue {
    .score(session.showsScores ? value : passes ? 1 : 0)
  }

  private static func challenge(_ prompt: LivenessPrompt) -> JSONValue {
    .object([
      "action": .string(prompt.action.rawValue), "message": .string(prompt.text), "step": .integer(prompt.step),
      "steps": .integer(prompt.steps), "expires_in": .score(Float(prompt.remaining / .seconds(1))),
    ])
  }

  private static func rejected(
    _ obstacles: [Obstacle], _ progress: FrameProgress, in session: LiveSession
  ) -> JSONValue {
    let several = obstacles.contains { $0.kind == .multipleFaces }
    return .object([
      "type": "frame_rejected",
      "reason": several ? "Several faces in the frame" : "Obstacles detected blocking face capture",
      "obstacles": .array(obstacles.map { .string($0.kind.rawValue) }),
      "obstacle_confidence": .object(
        obstacles.map { .init(name: $0.kind.rawValue, value: score($0.confidence, passes: true, in: session)) }),
      "frames_processed": .integer(progress.samples), "challenge": progress.challenge.map(challenge),
      "message": several ? "Make sure that only one face is in the picture" : "Remove obstacles and try again",
      "visual_data": visualData(progress, in: session),
    ])
  }

  private static func visualData(_ progress: FrameProgress, in session: LiveSession) -> JSONValue {
    .object([
      "face_bbox": progress.box.map { box in
        .array([box.x, box.y, box.maxX, box.maxY].map { .integer(Int($0.rounded())) })
      } ?? .null,
      "liveness_indicators": .object([
        "ear": session.showsScores ? progress.eyeOpenness.map { .score($0) } ?? .null : .null,
        "blinks": .integer(progress.liveness.blinks),
        "motion_events": .integer(progress.liveness.motionEvents), "frame_counter": .integer(progress.frameCounter),
      ]),
    ])
  }

  /// What the person before the camera should know or do, in the guide's words.
  private static func message(_ progress: FrameProgress, in session: LiveSession) -> String {
    switch progress.result {
    case .noFace: return "No face detected: look into the camera"
    case .lowQuality: return "Image quality too low: hold still, come closer, find more light"
    default: break
    }
    if let prompt = progress.challenge { return prompt.text }
    guard session.rules.requiresLiveness else { return "Frame \(progress.samples)/\(progress.targetSamples)" }
    let alive = progress.liveness
    let blinks = "\(alive.blinks)/\(progress.blinksRequired)\(alive.blinksOK ? ") ✓" : ")")"
    let motion = "\(alive.motionEvents)/\(progress.motionRequired)\(alive.motionOK ? ") ✓" : ")")"
    let (signs, areSeen) =
      switch session.rules.liveness.rule {
      case .all: ("Motion required (\(motion) | Blink required (\(blinks)", alive.blinksOK && alive.motionOK)
      case .any: ("Need: Blink (\(blinks) OR Motion (\(motion)", alive.blinksOK || alive.motionOK)
      }
    // A check that watches for some seconds would leave people wondering what is asked of them still.
    return areSeen && !alive.verified ? signs + " | Keep looking into the camera" : signs
  }

  /// The last message of a session.
  static func complete(_ ending: SessionEnding, in session: LiveSession) -> JSONValue {
    let succeeded = ending.outcome.status == .completed
    let common: JSONValue = .object([
      "frames_processed": .integer(ending.samples), "liveness_verified": .bool(ending.liveness.verified),
      "blinks_detected": .integer(ending.liveness.blinks), "motion_verified": .bool(ending.liveness.motionOK),
      "quality_score": score(ending.meanQuality, passes: ending.samples > 0, in: session),
      "reason": .string(ending.outcome.reason.rawValue),
      "encrypted_data": ending.encrypted, "message": .string(ending.message),
    ])
    let head: JSONValue
    if session.isEnrollment {
      head = .object([
        "type": "enrollment_complete", "success": .bool(succeeded), "enrollment_id": .string(session.id),
        "duplicate_of": ending.duplicateOf.map { .string($0.rawValue) },
      ])
    } else {
      let decision = ending.decision
      head = .object([
        "type": "authentication_complete", "success": .bool(succeeded), "authenticated": .bool(succeeded),
        "user_id": ending.outcome.person.map { .string($0.rawValue) },
        "confidence": ending.outcome.similarity.map { score(max(0, $0), passes: succeeded, in: session) },
        "verdict": decision.map { .string($0.verdict.name) },
        "threshold": session.showsScores ? decision.map { .score($0.threshold) } : nil,
        "gallery_size": session.showsScores ? decision.map { .integer($0.gallerySize) } : nil,
        "candidates": session.showsScores && session.recognition.showCandidates ? decision?.candidatesJSON : nil,
        "store": decision.map { .string($0.store) },
      ])
    }
    return .object((head.members ?? []) + (common.members ?? []))
  }
}
