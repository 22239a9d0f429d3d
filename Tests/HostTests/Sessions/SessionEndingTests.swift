import Engine
import Testing

@testable import Host

@Suite struct SessionEndingTests {
  private static func ending(
    _ reason: SessionReason, duplicateOf: PersonID? = nil, problem: Problem? = nil
  ) -> SessionEnding {
    SessionEnding(
      outcome: SessionOutcome(status: .failed, reason: reason), samples: 0,
      liveness: LivenessState(blinks: 0, motionEvents: 0, blinksOK: false, motionOK: false, score: 0, verified: false),
      meanQuality: 0, duplicateOf: duplicateOf, problem: problem)
  }

  /// api.md §5.
  @Test(
    arguments: [
      (.enrolled, 1000, "Enrollment completed successfully"), (.authenticated, 1000, "Authentication successful"),
      (.notRecognized, 1000, "Face not recognized"),
      (.ambiguous, 1000, "Two people are too similar to tell which of them this is"),
      (.livenessFailed, 4429, "Liveness could not be verified: blink and move your head, and start a new session"),
      (.frameBudgetExceeded, 4429, "Maximum frames exceeded: start a new session"),
      (.lowQualityAbort, 1000, "The picture was too poor for too long: find more light and start a new session"),
      (.manualStop, 1000, "Session stopped"), (.expired, 4401, "Session expired: start a new one"),
      (.error, 4500, "The session failed on the server: start a new one"),
    ] as [(SessionReason, Int, String)]) func everyReason(reason: SessionReason, code: Int, message: String)
  {
    #expect(Self.ending(reason).closeCode == code)
    #expect(Self.ending(reason).message == message)
  }

  @Test func errorsThatTheCallerMayKnow() {
    let duplicate = Self.ending(.error, duplicateOf: PersonID("ann"))
    #expect(duplicate.closeCode == 1000, "the session did what it was asked")
    #expect(duplicate.message == "This face is enrolled under another user already")
    let limit = Self.ending(.error, problem: Problem(status: 409, kind: "k", detail: "Too many samples."))
    #expect(limit.closeCode == 4400)
    #expect(limit.message == "Too many samples.")
    let away = Self.ending(.error, problem: .overloaded)
    #expect(away.closeCode == 4500)
    #expect(away.message == Problem.overloaded.detail)
  }
}
