import Engine
import Testing

@testable import Host

/// The messages of family A, byte for byte: fields, their order and their texts are the integration guide's.
@Suite struct FamilyAFrameMessagesTests {
  private static let blinked = ScriptedLiveness(.blink, events: 1, score: 0.92)
  private static let moved = ScriptedLiveness(.motion, events: 1, score: 0.92)

  private static func session(
    _ purpose: SessionPurpose, rule: LivenessPolicy.Rule, checks: [any LivenessCheck], requiresLiveness: Bool = true
  ) -> LiveSession {
    .of(
      purpose, rules: SessionRules(requiresLiveness: requiresLiveness, liveness: LivenessPolicy(rule: rule)),
      checks: checks)
  }

  private static func answer(_ session: LiveSession, to frame: FrameObservation) throws -> String {
    FamilyAMessages.frame(try #require(session.take(frame)), in: session).text
  }

  @Test func theFirstMessage() {
    let enrollment = LiveSession.of(.enrollment(PersonID("ann")), token: "sess_x")
    #expect(
      FamilyAMessages.connectionEstablished(enrollment).text
        == #"{"type":"connection_established","session_type":"enrollment","session_token":"sess_x","status":"pending","#
        + #""message":"WebSocket connection established"}"#)
    #expect(
      FamilyAMessages.connectionEstablished(.of(.identification, token: "sess_y")).text
        == #"{"type":"connection_established","session_type":"identification","session_token":"sess_y","#
        + #""status":"active","message":"WebSocket connection established"}"#)
    #expect(
      FamilyAMessages.connectionEstablished(.of(.verification(PersonID("a"))))["session_type"] == "verification")
  }

  @Test func anEnrollmentsFrame() throws {
    let session = Self.session(.enrollment(PersonID("ann")), rule: .all, checks: [Self.blinked])
    #expect(
      try Self.answer(session, to: .face())
        == #"{"type":"frame_processed","success":true,"frames_processed":1,"target_samples":3,"quality_score":0.87,"#
        + #""quality_threshold":0.65,"liveness_score":0.92,"liveness_verified":false,"blinks_detected":1,"#
        + #""blinks_required":1,"blinks_ok":true,"motion_events":0,"motion_required":1,"motion_ok":false,"#
        + #""no_obstacles":true,"obstacles":[],"message":"Motion required (0/1) | Blink required (1/1) ✓","#
        + #""visual_data":{"face_bbox":[120,80,520,480],"liveness_indicators":{"ear":0.285,"blinks":1,"#
        + #""motion_events":0,"frame_counter":1}}}"#)
  }

  @Test func anAuthenticationsFrame() throws {
    let session = Self.session(.identification, rule: .any, checks: [Self.moved])
    #expect(
      try Self.answer(session, to: .face())
        == #"{"type":"frame_processed","success":true,"frames_processed":1,"min_frames_required":3,"#
        + #""quality_score":0.87,"quality_threshold":0.65,"liveness_score":0.92,"liveness_verified":true,"#
        + #""blinks_detected":0,"blinks_required":1,"blinks_ok":false,"motion_events":1,"motion_required":1,"#
        + #""motion_ok":true,"no_obstacles":true,"obstacles":[],"message":"Need: Blink (0/1) OR Motion (1/1) ✓","#
        + #""visual_data":{"face_bbox":[120,80,520,480],"liveness_indicators":{"ear":0.285,"blinks":0,"#
        + #""motion_events":1,"frame_counter":1}}}"#)
  }

  @Test("who did all that is asked, and is still watched, is told to go on") func watched() throws {
    let session = LiveSession.of(
      .identification,
      rules: SessionRules(
        requiresLiveness: true, liveness: LivenessPolicy(rule: .any, mandatory: ["liveness.temporal"])),
      checks: [Self.blinked])
    #expect(
      try Self.answer(session, to: .face()).contains(
        #""message":"Need: Blink (1/1) ✓ OR Motion (0/1) | Keep looking into the camera""#))
  }

  @Test func aFrameWithoutAFace() throws {
    let session = Self.session(.enrollment(PersonID("ann")), rule: .all, checks: [])
    #expect(
      try Self.answer(session, to: .empty)
        == #"{"type":"frame_processed","success":false,"frames_processed":0,"target_samples":3,"quality_score":0.0,"#
        + #""quality_threshold":0.65,"liveness_score":0.5,"liveness_verified":false,"blinks_detected":0,"#
        + #""blinks_required":1,"blinks_ok":false,"motion_events":0,"motion_required":1,"motion_ok":false,"#
        + #""no_obstacles":true,"obstacles":[],"message":"No face detected: look into the camera","#
        + #""visual_data":{"face_bbox":null,"liveness_indicators":{"ear":null,"blinks":0,"motion_events":0,"#
        + #""frame_counter":1}}}"#)
  }

  @Test func aPoorFrame() throws {
    let session = Self.session(.identification, rule: .any, checks: [])
    let progress = try #require(session.take(.face(quality: 0.4)))
    let message = FamilyAMessages.frame(progress, in: session)
    #expect(message["type"] == "frame_processed")
    #expect(message["success"] == false)
    #expect(message["frames_processed"] == 0)
    #expect(message["quality_score"] == 0.4)
    #expect(message["message"] == "Image quality too low: hold still, come closer, find more light")
  }

  @Test func goodFramesBeyondTheTargetStillSucceedAndAreCountedNoMore() throws {
    let clock = ManualClock()
    let session = LiveSession.of(
      .identification, rules: SessionRules(targetSamples: 1, liveness: LivenessPolicy(rule: .any)), clock: clock)
    session.take(.face())
    clock.advance(by: .seconds(1))
    let progress = try #require(session.take(.face()))
    let message = FamilyAMessages.frame(progress, in: session)
    #expect(message["success"] == true)
    #expect(message["frames_processed"] == 1)
    #expect(message["visual_data"]?["liveness_indicators"]?["frame_counter"] == 2)
  }

  @Test func whereLivenessIsNotAskedForTheMessageCountsFrames() throws {
    let session = Self.session(.identification, rule: .any, checks: [], requiresLiveness: false)
    let progress = try #require(session.take(.face()))
    #expect(FamilyAMessages.frame(progress, in: session)["message"] == "Frame 1/3")
  }

  @Test func anObstacleRejectsAFrame() throws {
    let session = Self.session(.enrollment(PersonID("ann")), rule: .all, checks: [Self.blinked])
    let obstacles = [
      Obstacle(kind: .glasses, confidence: 0.875), Obstacle(kind: .hat, confidence: 0.1),
      Obstacle(kind: .hand, confidence: 0.31),
    ]
    #expect(
      try Self.answer(session, to: .face(obstacles: obstacles))
        == #"{"type":"frame_rejected","reason":"Obstacles detected blocking face capture","#
        + #""obstacles":["glasses","hand_covering"],"obstacle_confidence":{"glasses":0.875,"hand_covering":0.31},"#
        + #""frames_processed":0,"message":"Remove obstacles and try again","visual_data":{"#
        + #""face_bbox":[120,80,520,480],"liveness_indicators":{"ear":0.285,"blinks":1,"motion_events":0,"#
        + #""frame_counter":1}}}"#)
  }

  @Test func severalFacesRejectAFrame() throws {
    let session = Self.session(.identification, rule: .any, checks: [])
    #expect(
      try Self.answer(session, to: .face(obstacles: [Obstacle(kind: .multipleFaces, confidence: 0.75)]))
        == #"{"type":"frame_rejected","reason":"Several faces in the frame","obstacles":["multiple_faces"],"#
        + #""obstacle_confidence":{"multiple_faces":0.75},"frames_processed":0,"#
        + #""message":"Make sure that only one face is in the picture","visual_data":{"#
        + #""face_bbox":[120,80,520,480],"liveness_indicators":{"ear":0.285,"blinks":0,"motion_events":0,"#
        + #""frame_counter":1}}}"#)
  }

  @Test func aChallengeTravelsWithTheFrame() throws {
    let prompt = LivenessPrompt(
      action: .turnLeft, text: "Turn your head to the left", step: 1, steps: 2, remaining: .milliseconds(6500))
    let check = ScriptedLiveness(.other, events: 0, prompt: prompt)
    let session = Self.session(.identification, rule: .any, checks: [check])
    let message = FamilyAMessages.frame(try #require(session.take(.face())), in: session)
    #expect(
      message["challenge"]?.text
        == #"{"action":"turn_left","message":"Turn your head to the left","step":1,"steps":2,"expires_in":6.5}"#)
    #expect(message["message"] == "Turn your head to the left")
    let glasses = FrameObservation.face(obstacles: [Obstacle(kind: .glasses, confidence: 0.9)])
    #expect(FamilyAMessages.frame(try #require(session.take(glasses)), in: session)["challenge"] != nil)
  }

  @Test func whoIsNotToldScoresSeesOnlyWhetherTheyAreEnough() throws {
    let clock = ManualClock()
    let session = LiveSession.of(
      .identification, rules: SessionRules(liveness: LivenessPolicy(rule: .any)), checks: [Self.moved],
      showsScores: false, clock: clock)
    let good = FamilyAMessages.frame(try #require(session.take(.face())), in: session)
    #expect(good["quality_score"] == 1.0 && good["liveness_score"] == 1.0)
    #expect(good["visual_data"]?["liveness_indicators"]?["ear"] == .null)
    let poor = FamilyAMessages.frame(try #require(session.take(.face(quality: 0.64))), in: session)
    #expect(poor["quality_score"] == 0.0)
    clock.advance(by: .seconds(1))
    let glasses = FrameObservation.face(obstacles: [Obstacle(kind: .glasses, confidence: 0.6)])
    let rejected = FamilyAMessages.frame(try #require(session.take(glasses)), in: session)
    #expect(rejected["obstacle_confidence"]?.text == #"{"glasses":1.0}"#)
  }
}
