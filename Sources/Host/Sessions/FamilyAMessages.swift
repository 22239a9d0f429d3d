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
    if case .obstructed(let obstacles) = progress.result { return rejected(obstacles, progress) }
    let alive = progress.liveness
    let succeeded = progress.result == .counted || progress.result == .observed
    return .object([
      "type": "frame_processed", "success": .bool(succeeded), "frames_processed": .integer(progress.samples),
      (session.isEnrollment ? "target_samples" : "min_frames_required"): .integer(progress.targetSamples),
      "quality_score": .score(progress.quality), "quality_threshold": .score(progress.qualityThreshold),
      "liveness_score": .score(alive.score), "liveness_verified": .bool(alive.verified),
      "blinks_detected": .integer(alive.blinks), "blinks_required": .integer(progress.blinksRequired),
      "blinks_ok": .bool(alive.blinksOK), "motion_events": .integer(alive.motionEvents),
      "motion_required": .integer(progress.motionRequired), "motion_ok": .bool(alive.motionOK),
      "no_obstacles": true, "obstacles": [], "message": .string(message(progress, in: session)),
      "visual_data": visualData(progress),
    ])
  }

  private static func rejected(_ obstacles: [Obstacle], _ progress: FrameProgress) -> JSONValue {
    let several = obstacles.contains { $0.kind == .multipleFaces }
    return .object([
      "type": "frame_rejected",
      "reason": several ? "Several faces in the frame" : "Obstacles detected blocking face capture",
      "obstacles": .array(obstacles.map { .string($0.kind.rawValue) }),
      "obstacle_confidence": .object(
        obstacles.map { .init(name: $0.kind.rawValue, value: .score($0.confidence)) }),
      "frames_processed": .integer(progress.samples),
      "message": several ? "Make sure that only one face is in the picture" : "Remove obstacles and try again",
      "visual_data": visualData(progress),
    ])
  }

  private static func visualData(_ progress: FrameProgress) -> JSONValue {
    .object([
      "face_bbox": progress.box.map { box in
        .array([box.x, box.y, box.maxX, box.maxY].map { .integer(Int($0.rounded())) })
      } ?? .null,
      "liveness_indicators": .object([
        "ear": progress.eyeOpenness.map { .score($0) } ?? .null, "blinks": .integer(progress.liveness.blinks),
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
    guard session.rules.requiresLiveness else { return "Frame \(progress.samples)/\(progress.targetSamples)" }
    let alive = progress.liveness
    let blinks = "\(alive.blinks)/\(progress.blinksRequired)\(alive.blinksOK ? ") ✓" : ")")"
    let motion = "\(alive.motionEvents)/\(progress.motionRequired)\(alive.motionOK ? ") ✓" : ")")"
    switch session.rules.liveness.rule {
    case .all: return "Motion required (\(motion) | Blink required (\(blinks)"
    case .any: return "Need: Blink (\(blinks) OR Motion (\(motion)"
    }
  }

  /// The last message of a session.
  static func complete(_ ending: SessionEnding, in session: LiveSession) -> JSONValue {
    let succeeded = ending.outcome.status == .completed
    let common: JSONValue = .object([
      "frames_processed": .integer(ending.samples), "liveness_verified": .bool(ending.liveness.verified),
      "blinks_detected": .integer(ending.liveness.blinks), "motion_verified": .bool(ending.liveness.motionOK),
      "quality_score": .score(ending.meanQuality), "reason": .string(ending.outcome.reason.rawValue),
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
        "confidence": ending.outcome.similarity.map { .score(max(0, $0)) },
        "verdict": decision.map { .string($0.verdict.name) }, "threshold": decision.map { .score($0.threshold) },
        "gallery_size": decision.map { .integer($0.gallerySize) },
        "candidates": session.recognition.showCandidates ? decision?.candidatesJSON : nil,
        "store": decision.map { .string($0.store) },
      ])
    }
    return .object((head.members ?? []) + (common.members ?? []))
  }
}
