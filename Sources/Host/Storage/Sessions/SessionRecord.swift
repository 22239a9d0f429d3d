import Engine

/// What a session is for.
enum SessionKind: String, Sendable, Hashable {
  case enrollment, verification, identification
}

/// A session as the database knows it. It carries no token: only the digest of one is kept.
struct SessionRecord: Sendable, Hashable {
  var id: String
  var tenant: TenantID
  /// The family of routes that made it, as the host names them.
  var family: String
  var kind: SessionKind
  /// Whom it enrols or verifies.
  var person: PersonID?
  /// The enrollment that it fills.
  var enrollmentID: String?
  var status: SessionStatus
  /// JSON: the session's own settings, whose meaning the host defines.
  var parameters: String
  var createdAt: Timestamp
  var expiresAt: Timestamp
  /// When it reached a final status.
  var endedAt: Timestamp?
  /// Why it ended: a reason of `session_final`.
  var reason: String?
  /// JSON: what it found.
  var result: String?
}

/// A session about to be made.
struct NewSession: Sendable {
  var family: String
  var kind: SessionKind
  var person: PersonID?
  var enrollmentID: String?
  /// JSON: the session's own settings.
  var parameters: String = "{}"
  var expiresAt: Timestamp
}

/// What came of an attempt to become a session's one client.
enum SessionClaim: Sendable, Hashable {
  /// The caller is it now.
  case claimed(SessionRecord)
  /// Another client is.
  case taken
  /// The session has ended before.
  case ended(SessionStatus)
  /// Its time is over.
  case expired
  /// There is no such session.
  case notFound
}
