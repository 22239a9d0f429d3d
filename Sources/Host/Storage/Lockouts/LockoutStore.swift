import Engine

/// The failure histories of users and devices. They outlive the process: a restart lets nobody in.
struct LockoutStore: Sendable {
  let database: Database

  /// The histories of those who have one.
  func histories(
    of subjects: [LockoutSubject], tenant: TenantID
  ) async throws -> [(LockoutSubject, FailureHistory)] {
    guard !subjects.isEmpty else { return [] }
    return try await database.read { connection in
      try subjects.compactMap { subject in
        try Self.history(of: subject, tenant, connection).map { (subject, $0) }
      }
    }
  }

  /// Adds a failure to each history.
  ///
  /// - Returns: those who are locked out by it.
  func fail(
    _ subjects: [LockoutSubject], tenant: TenantID, policy: LockoutPolicy, now: Timestamp
  ) async throws -> [LockoutSubject] {
    guard !subjects.isEmpty, policy.failures > 0 else { return [] }
    return try await database.write { connection in
      try subjects.filter { subject in
        var history = try Self.history(of: subject, tenant, connection) ?? FailureHistory()
        let isLocked = history.fail(at: now, policy)
        try connection.execute(
          """
          INSERT INTO lockouts (tenant_id, subject, failures, lockouts, locked_until, updated_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant_id, subject) DO UPDATE SET failures = excluded.failures, lockouts = excluded.lockouts,
              locked_until = excluded.locked_until, updated_at = excluded.updated_at
          """, .text(tenant.rawValue), .text(subject.text), .text(Self.text(history.failures)),
          .integer(history.lockouts), .time(history.lockedUntil), .time(now))
        return isLocked
      }
    }
  }

  /// Clears histories: after a success, or by an operator.
  ///
  /// - Returns: how many there were.
  @discardableResult func forget(_ subjects: [LockoutSubject], tenant: TenantID) async throws -> Int {
    guard !subjects.isEmpty else { return 0 }
    return try await database.write { connection in
      try subjects.reduce(0) { sum, subject in
        sum
          + (try connection.execute(
            "DELETE FROM lockouts WHERE tenant_id = ? AND subject = ?", .text(tenant.rawValue), .text(subject.text)))
      }
    }
  }

  /// Deletes histories without a change since a moment.
  func deleteUnchanged(since moment: Timestamp) async throws {
    try await database.write { connection in
      _ = try connection.execute("DELETE FROM lockouts WHERE updated_at < ?", .time(moment))
    }
  }

  private static func history(
    of subject: LockoutSubject, _ tenant: TenantID, _ connection: Connection
  ) throws -> FailureHistory? {
    try connection.first(
      "SELECT failures, lockouts, locked_until FROM lockouts WHERE tenant_id = ? AND subject = ?",
      .text(tenant.rawValue), .text(subject.text)
    ) { row in
      FailureHistory(
        failures: row.text(0).split(separator: " ").compactMap { Int64($0).map(Timestamp.init(milliseconds:)) },
        lockouts: row.integer(1), lockedUntil: row.optionalTime(2))
    }
  }

  private static func text(_ moments: [Timestamp]) -> String {
    moments.map { String($0.milliseconds) }.joined(separator: " ")
  }
}
