import Engine
import Testing

@testable import Host

/// The last messages of family A, byte for byte.
@Suite struct FamilyACompleteMessagesTests {
  private static let encrypted = JSONValue.object(["encrypted_payload": "AAAA", "algorithm": "AES-256-CBC"])
  private static let alive = LivenessState(
    blinks: 2, motionEvents: 1, blinksOK: true, motionOK: true, score: 0.9, verified: true)

  private static func ending(
    _ outcome: SessionOutcome, decision: RecognitionDecision? = nil, duplicateOf: PersonID? = nil,
    encrypted: JSONValue? = nil
  ) -> SessionEnding {
    SessionEnding(
      outcome: outcome, samples: 3, liveness: alive, meanQuality: 0.89, decision: decision, duplicateOf: duplicateOf,
      encrypted: encrypted)
  }

  private static func decision(_ verdict: OpenSetVerdict) -> RecognitionDecision {
    RecognitionDecision(
      verdict: verdict, candidates: [Candidate(person: PersonID("user123"), similarity: 0.94)], threshold: 0.5,
      gallerySize: 7, store: "store.faiss")
  }

  private static let match = OpenSetVerdict.match(Candidate(person: PersonID("user123"), similarity: 0.94))

  @Test func anEnrollmentThatSucceeds() {
    let session = LiveSession.of(.enrollment(PersonID("user123")), id: "uuid-1")
    let outcome = SessionOutcome(status: .completed, reason: .enrolled, person: PersonID("user123"))
    #expect(
      FamilyAMessages.complete(Self.ending(outcome, encrypted: Self.encrypted), in: session).text
        == #"{"type":"enrollment_complete","success":true,"enrollment_id":"uuid-1","frames_processed":3,"#
        + #""liveness_verified":true,"blinks_detected":2,"motion_verified":true,"quality_score":0.89,"#
        + #""reason":"enrolled","encrypted_data":{"encrypted_payload":"AAAA","algorithm":"AES-256-CBC"},"#
        + #""message":"Enrollment completed successfully"}"#)
    let reported = Self.ending(outcome, duplicateOf: PersonID("other"), encrypted: Self.encrypted)
    #expect(FamilyAMessages.complete(reported, in: session)["duplicate_of"] == "other")
  }

  @Test func anEnrollmentThatFails() {
    let session = LiveSession.of(.enrollment(PersonID("user123")), id: "uuid-1")
    let outcome = SessionOutcome(status: .failed, reason: .error)
    #expect(
      FamilyAMessages.complete(Self.ending(outcome, duplicateOf: PersonID("other")), in: session).text
        == #"{"type":"enrollment_complete","success":false,"enrollment_id":"uuid-1","duplicate_of":"other","#
        + #""frames_processed":3,"liveness_verified":true,"blinks_detected":2,"motion_verified":true,"#
        + #""quality_score":0.89,"reason":"error","message":"This face is enrolled under another user already"}"#)
  }

  @Test func anAuthenticationThatSucceeds() {
    let outcome = SessionOutcome(
      status: .completed, reason: .authenticated, person: PersonID("user123"), similarity: 0.94)
    let ending = Self.ending(outcome, decision: Self.decision(Self.match), encrypted: Self.encrypted)
    #expect(
      FamilyAMessages.complete(ending, in: .of(.identification)).text
        == #"{"type":"authentication_complete","success":true,"authenticated":true,"user_id":"user123","#
        + #""confidence":0.94,"verdict":"match","threshold":0.5,"gallery_size":7,"#
        + #""candidates":[{"user_id":"user123","similarity":0.94}],"store":"store.faiss","frames_processed":3,"#
        + #""liveness_verified":true,"blinks_detected":2,"motion_verified":true,"quality_score":0.89,"#
        + #""reason":"authenticated","encrypted_data":{"encrypted_payload":"AAAA","algorithm":"AES-256-CBC"},"#
        + #""message":"Authentication successful"}"#)
  }

  @Test func aStranger() {
    let outcome = SessionOutcome(status: .failed, reason: .notRecognized)
    #expect(
      FamilyAMessages.complete(Self.ending(outcome, decision: Self.decision(.unknown)), in: .of(.identification)).text
        == #"{"type":"authentication_complete","success":false,"authenticated":false,"verdict":"unknown","#
        + #""threshold":0.5,"gallery_size":7,"candidates":[{"user_id":"user123","similarity":0.94}],"#
        + #""store":"store.faiss","frames_processed":3,"liveness_verified":true,"blinks_detected":2,"#
        + #""motion_verified":true,"quality_score":0.89,"reason":"not_recognized","message":"Face not recognized"}"#)
  }

  @Test func candidatesAreShownOnlyWhereTheTenantAllowsIt() {
    var recognition = RecognitionSettings.threshold(0.5)
    recognition.showCandidates = false
    let session = LiveSession.of(.identification, recognition: recognition)
    let outcome = SessionOutcome(status: .failed, reason: .ambiguous)
    let message = FamilyAMessages.complete(Self.ending(outcome, decision: Self.decision(.ambiguous)), in: session)
    #expect(message["candidates"] == nil)
    #expect(message["verdict"] == "ambiguous")
    #expect(message["user_id"] == nil)
    #expect(message["authenticated"] == false)
  }

  @Test func aSessionThatNeverSearchedSaysNothingOfIt() {
    let outcome = SessionOutcome(status: .expired, reason: .expired)
    #expect(
      FamilyAMessages.complete(Self.ending(outcome), in: .of(.verification(PersonID("user123")))).text
        == #"{"type":"authentication_complete","success":false,"authenticated":false,"frames_processed":3,"#
        + #""liveness_verified":true,"blinks_detected":2,"motion_verified":true,"quality_score":0.89,"#
        + #""reason":"expired","message":"Session expired: start a new one"}"#)
  }

  @Test func confidenceIsNeverNegative() {
    let outcome = SessionOutcome(
      status: .completed, reason: .authenticated, person: PersonID("user123"), similarity: -0.2)
    #expect(FamilyAMessages.complete(Self.ending(outcome), in: .of(.identification))["confidence"] == 0.0)
  }

  @Test func errorsOnTheWebSocket() {
    let problem = Problem(status: 429, kind: "frame_rate", detail: "Too \"fast\".", details: ["retry_after": "0.1"])
    #expect(
      problem.message.text
        == #"{"type":"error","error":"Too \"fast\".","code":429,"details":{"reason":"frame_rate","retry_after":"0.1"}}"#
    )
  }
}
