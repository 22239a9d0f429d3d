/// What a session is for.
@frozen public enum SessionPurpose: Sendable, Hashable {
  /// Adds samples to a person.
  case enrollment(PersonID)
  /// 1:1: is this that person?
  case verification(PersonID)
  /// 1:N: who is this?
  case identification

  /// The API's `session_type`.
  public var name: String {
    switch self {
    case .enrollment: "enrollment"
    case .verification: "verification"
    case .identification: "identification"
    }
  }

  /// Whether it enrols.
  public var isEnrollment: Bool { if case .enrollment = self { true } else { false } }
}

/// Where a session stands: `initialized → processing → completed | failed | expired | cancelled`.
@frozen public enum SessionStatus: String, Sendable, Hashable {
  case initialized, processing, completed, failed, expired, cancelled

  /// Whether nothing can change any more.
  public var isFinal: Bool { self != .initialized && self != .processing }
}

/// Why a session ended: the API's `reason`.
public enum SessionReason: String, Sendable, Hashable {
  case authenticated
  case enrolled
  case notRecognized = "not_recognized"
  case ambiguous
  case livenessFailed = "liveness_failed"
  case frameBudgetExceeded = "frame_budget_exceeded"
  case lowQualityAbort = "low_quality_abort"
  case manualStop = "manual_stop"
  case expired
  case error
}

/// How a session ended.
public struct SessionOutcome: Sendable, Hashable {
  public var status: SessionStatus
  public var reason: SessionReason
  /// The person enrolled or recognised.
  public var person: PersonID?
  /// Cosine similarity of the match, for authentications that matched.
  public var similarity: Float?

  /// An outcome; all parameters as the properties of the same names.
  public init(status: SessionStatus, reason: SessionReason, person: PersonID? = nil, similarity: Float? = nil) {
    self.status = status
    self.reason = reason
    self.person = person
    self.similarity = similarity
  }
}
