import Engine

/// Sessions. Their tokens are capabilities: who has one may act for its session, whatever the tenant, and so the
/// methods that take a token are the only ones without a tenant, beside the sweeps of the host itself.
struct SessionStore: Sendable {
  let database: Database

  /// Makes a session.
  ///
  /// - Parameters:
  ///   - tokenDigest: see `SessionToken.digest`.
  /// - Throws: `StorageError.notFound` where the tenant, person or enrollment is not there; `.duplicate`.
  func create(
    _ session: NewSession, tokenDigest: [UInt8], tenant: TenantID, now: Timestamp
  ) async throws -> SessionRecord {
    try await database.write { connection in
      let id = Identifier.make(at: now)
      try connection.execute(
        """
        INSERT INTO sessions (id, token_digest, tenant_id, family, kind, user_id, enrollment_id, status, parameters,
          created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'initialized', ?, ?, ?)
        """, .text(id), .blob(tokenDigest), .text(tenant.rawValue), .text(session.family),
        .text(session.kind.rawValue), .text(session.person?.rawValue), .text(session.enrollmentID),
        .text(session.parameters), .time(now), .time(session.expiresAt))
      let made = try connection.first(
        "SELECT \(Self.columns) FROM sessions WHERE id = ?", .text(id), map: Self.session)
      guard let made else { throw StorageError.damaged }
      return made
    }
  }

  /// The session of a token, ended or not. It may have expired without a sweep having marked it: compare `expiresAt`.
  func find(tokenDigest: [UInt8]) async throws -> SessionRecord? {
    try await database.read { connection in
      try connection.first(
        "SELECT \(Self.columns) FROM sessions WHERE token_digest = ?", .blob(tokenDigest), map: Self.session)
    }
  }

  /// One session of a tenant's, or nil.
  func find(_ id: String, tenant: TenantID) async throws -> SessionRecord? {
    try await database.read { connection in
      try connection.first(
        "SELECT \(Self.columns) FROM sessions WHERE tenant_id = ? AND id = ?", .text(tenant.rawValue), .text(id),
        map: Self.session)
    }
  }

  /// A tenant's sessions in the order of their creation.
  func list(tenant: TenantID, after cursor: PageCursor? = nil, limit: Int = 100) async throws -> Page<SessionRecord> {
    let limit = Page<SessionRecord>.clamp(limit)
    let rows = try await database.read { connection in
      try connection.rows(
        "SELECT \(Self.columns) FROM sessions WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
        .text(tenant.rawValue), .text(cursor?.rawValue ?? ""), .integer(limit + 1), map: Self.session)
    }
    return Page(rows: rows, limit: limit) { $0.id }
  }

  /// Makes the caller the session's one client, and the session `processing`: of any number of attempts at the same
  /// time exactly one succeeds.
  ///
  /// - Parameter claimant: names the client, e.g. host and connection; needed again for `release`.
  func claim(tokenDigest: [UInt8], by claimant: String, now: Timestamp) async throws -> SessionClaim {
    try await database.write { connection in
      let claimed = try connection.first(
        """
        UPDATE sessions SET claimed_by = ?, status = 'processing'
        WHERE token_digest = ? AND claimed_by IS NULL AND status IN ('initialized', 'processing') AND expires_at > ?
        RETURNING \(Self.columns)
        """, .text(claimant), .blob(tokenDigest), .time(now), map: Self.session)
      if let claimed { return .claimed(claimed) }
      let current = try connection.first(
        "SELECT \(Self.columns) FROM sessions WHERE token_digest = ?", .blob(tokenDigest), map: Self.session)
      guard let current else { return .notFound }
      if current.status.isFinal { return current.status == .expired ? .expired : .ended(current.status) }
      return current.expiresAt <= now ? .expired : .taken
    }
  }

  /// Gives a claim up, so that the session can have another client.
  ///
  /// - Returns: whether `claimant` had it.
  @discardableResult func release(_ id: String, tenant: TenantID, by claimant: String) async throws -> Bool {
    try await database.write { connection in
      try connection.execute(
        "UPDATE sessions SET claimed_by = NULL WHERE tenant_id = ? AND id = ? AND claimed_by = ?",
        .text(tenant.rawValue), .text(id), .text(claimant)) == 1
    }
  }

  /// Ends a session.
  ///
  /// - Parameters:
  ///   - status: a final one.
  ///   - reason: a reason of `session_final`.
  ///   - result: JSON, what it found.
  /// - Returns: whether this call ended it; false where it had ended before, and then nothing changes.
  /// - Throws: `StorageError.conflict` where `status` is not final.
  @discardableResult func finish(
    _ id: String, tenant: TenantID, status: SessionStatus, reason: String, result: String? = nil, now: Timestamp
  ) async throws -> Bool {
    guard status.isFinal else { throw StorageError.conflict }
    return try await database.write { connection in
      try connection.execute(
        """
        UPDATE sessions SET status = ?, reason = ?, result = ?, ended_at = ?, claimed_by = NULL
        WHERE tenant_id = ? AND id = ? AND status IN ('initialized', 'processing')
        """, .text(status.rawValue), .text(reason), .text(result), .time(now), .text(tenant.rawValue), .text(id)) == 1
    }
  }

  /// Marks the live sessions of every tenant whose time is over as expired.
  ///
  /// - Returns: those that this call marked, at most `limit`.
  func expire(now: Timestamp, limit: Int = 500) async throws -> [SessionRecord] {
    try await database.write { connection in
      try connection.rows(
        """
        UPDATE sessions SET status = 'expired', reason = 'expired', ended_at = ?1, claimed_by = NULL
        WHERE id IN (
          SELECT id FROM sessions WHERE status IN ('initialized', 'processing') AND expires_at <= ?1
          ORDER BY expires_at LIMIT ?2)
        RETURNING \(Self.columns)
        """, .time(now), .integer(limit), map: Self.session)
    }
  }

  /// Gives up every claim of every tenant: at start, since the clients of the process before are gone.
  @discardableResult func releaseAll() async throws -> Int {
    try await database.write { try $0.execute("UPDATE sessions SET claimed_by = NULL WHERE claimed_by IS NOT NULL") }
  }

  /// Fails every live session of every tenant: at start, where live sessions are kept in the memory of one process.
  @discardableResult func failLive(reason: String, now: Timestamp) async throws -> Int {
    try await database.write { connection in
      try connection.execute(
        """
        UPDATE sessions SET status = 'failed', reason = ?, ended_at = ?, claimed_by = NULL
        WHERE status IN ('initialized', 'processing')
        """, .text(reason), .time(now))
    }
  }

  /// Deletes sessions of every tenant that ended before `moment`.
  ///
  /// - Returns: how many, at most `limit`.
  @discardableResult func deleteEnded(before moment: Timestamp, limit: Int = 500) async throws -> Int {
    try await database.write { connection in
      try connection.execute(
        """
        DELETE FROM sessions WHERE id IN (
          SELECT id FROM sessions WHERE ended_at IS NOT NULL AND ended_at < ? ORDER BY ended_at LIMIT ?)
        """, .time(moment), .integer(limit))
    }
  }

  private static let columns = """
    id, tenant_id, family, kind, user_id, enrollment_id, status, parameters, created_at, expires_at, ended_at, reason,
    result
    """

  private static func session(_ row: Row) throws -> SessionRecord {
    SessionRecord(
      id: row.text(0), tenant: TenantID(row.text(1)), family: row.text(2), kind: try row.choice(3),
      person: row.optionalText(4).map { PersonID($0) }, enrollmentID: row.optionalText(5), status: try row.choice(6),
      parameters: row.text(7), createdAt: row.time(8), expiresAt: row.time(9), endedAt: row.optionalTime(10),
      reason: row.optionalText(11), result: row.optionalText(12))
  }
}
