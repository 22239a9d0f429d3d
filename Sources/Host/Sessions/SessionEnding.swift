import Engine

/// Everything that the last message of a session says.
struct SessionEnding: Sendable {
  var outcome: SessionOutcome
  var samples: Int
  var liveness: LivenessState
  var meanQuality: Float
  /// The liveness checks that had found an attack by then, sorted; not told to the client.
  var spoofs: [String] = []
  var decision: RecognitionDecision?
  /// The same face under another user id (enrollments).
  var duplicateOf: PersonID?
  /// What went wrong, where the caller may know it.
  var problem: Problem?
  /// The documented `encrypted_data` (successes).
  var encrypted: JSONValue?

  /// For people.
  var message: String {
    switch outcome.reason {
    case .enrolled: "Enrollment completed successfully"
    case .authenticated: "Authentication successful"
    case .notRecognized: "Face not recognized"
    case .ambiguous: "Two people are too similar to tell which of them this is"
    case .livenessFailed: "Liveness could not be verified: blink and move your head, and start a new session"
    case .frameBudgetExceeded: "Maximum frames exceeded: start a new session"
    case .lowQualityAbort: "The picture was too poor for too long: find more light and start a new session"
    case .manualStop: "Session stopped"
    case .expired: "Session expired: start a new one"
    case .error:
      duplicateOf != nil
        ? "This face is enrolled under another user already"
        : problem?.detail ?? "The session failed on the server: start a new one"
    @unknown default: "The session has ended"
    }
  }

  private static func closeCode(status: Int) -> Int {
    switch status {
    case 401, 403, 404, 429: 4000 + status
    case ..<500: 4400
    default: 4500
    }
  }

  /// The code that the connection is closed with (api.md §5).
  var closeCode: Int {
    switch outcome.reason {
    case .enrolled, .authenticated, .notRecognized, .ambiguous, .lowQualityAbort, .manualStop: 1000
    case .livenessFailed, .frameBudgetExceeded: 4429
    case .expired: 4401
    case .error: duplicateOf != nil ? 1000 : Self.closeCode(status: problem?.status ?? 500)
    @unknown default: 4000
    }
  }
}
