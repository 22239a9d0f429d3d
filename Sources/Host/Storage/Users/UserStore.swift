import Engine

/// The users of tenants, known to them by ids of their own.
struct UserStore: Sendable {
  let database: Database

  /// The user with this external id, made where there is none.
  ///
  /// - Parameters:
  ///   - externalID: the tenant's name of the user; validated by the caller.
  /// - Throws: `StorageError.notFound` where there is no such tenant.
  func findOrCreate(_ externalID: String, tenant: TenantID, now: Timestamp) async throws -> User {
    if let user = try await find(externalID, tenant: tenant) { return user }
    return try await database.write { connection in
      try connection.execute(
        """
        INSERT INTO users (id, tenant_id, external_id, created_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (tenant_id, external_id) DO NOTHING
        """, .text(Identifier.make(at: now)), .text(tenant.rawValue), .text(externalID), .time(now))
      guard let user = try Self.find(externalID, tenant, connection) else { throw StorageError.notFound }
      return user
    }
  }

  /// The user with this external id, or nil.
  func find(_ externalID: String, tenant: TenantID) async throws -> User? {
    try await database.read { try Self.find(externalID, tenant, $0) }
  }

  /// The user who is this person, or nil: to name who was recognised.
  func find(person: PersonID, tenant: TenantID) async throws -> User? {
    try await database.read { connection in
      try connection.first(
        "SELECT \(Self.columns) FROM users WHERE tenant_id = ? AND id = ?", .text(tenant.rawValue),
        .text(person.rawValue), map: Self.user)
    }
  }

  /// The external ids of several persons; those that are not there are left out.
  func externalIDs(of persons: [PersonID], tenant: TenantID) async throws -> [PersonID: String] {
    try await database.read { connection in
      var names: [PersonID: String] = [:]
      for person in persons {
        names[person] = try connection.first(
          "SELECT external_id FROM users WHERE tenant_id = ? AND id = ?", .text(tenant.rawValue),
          .text(person.rawValue)
        ) { $0.text(0) }
      }
      return names
    }
  }

  /// A tenant's users in the order of their creation.
  func list(tenant: TenantID, after cursor: PageCursor? = nil, limit: Int = 100) async throws -> Page<User> {
    let limit = Page<User>.clamp(limit)
    let rows = try await database.read { connection in
      try connection.rows(
        "SELECT \(Self.columns) FROM users WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
        .text(tenant.rawValue), .text(cursor?.rawValue ?? ""), .integer(limit + 1), map: Self.user)
    }
    return Page(rows: rows, limit: limit) { $0.person.rawValue }
  }

  /// How many users a tenant has.
  func count(tenant: TenantID) async throws -> Int {
    try await database.read { connection in
      try connection.first("SELECT count(*) FROM users WHERE tenant_id = ?", .text(tenant.rawValue)) { $0.integer(0) }
        ?? 0
    }
  }

  /// Deletes a user with the user's enrollments, faces and sessions, and queues the removal of the vectors
  /// (`GalleryWriteQueue`).
  ///
  /// - Returns: what was deleted, or nil where there was no such user.
  func delete(_ externalID: String, tenant: TenantID, now: Timestamp) async throws -> UserDeletion? {
    try await database.write { connection in
      guard let user = try Self.find(externalID, tenant, connection) else { return nil }
      let key: (SQLValue, SQLValue) = (.text(tenant.rawValue), .text(user.person.rawValue))
      func count(_ table: String) throws -> Int {
        try connection.first("SELECT count(*) FROM \(table) WHERE tenant_id = ? AND user_id = ?", key.0, key.1) {
          $0.integer(0)
        } ?? 0
      }
      let deletion = UserDeletion(
        user: user, faces: try count("faces"), enrollments: try count("enrollments"), sessions: try count("sessions"))
      try GalleryWriteQueue.queueRemovals(
        where: "faces.tenant_id = ?2 AND faces.user_id = ?3", key, now: now, connection)
      try connection.execute(
        "DELETE FROM lockouts WHERE tenant_id = ? AND subject = ?", key.0,
        .text(LockoutSubject.user(PersonID(user.externalID)).text))
      try connection.execute("DELETE FROM users WHERE tenant_id = ? AND id = ?", key.0, key.1)
      return deletion
    }
  }

  /// Deletes a user who has no faces and no pending enrollment: what a failed first enrollment leaves behind.
  ///
  /// - Returns: whether the user was there and empty.
  @discardableResult func deleteIfEmpty(_ person: PersonID, tenant: TenantID) async throws -> Bool {
    try await database.write { connection in
      try connection.execute(
        """
        DELETE FROM users WHERE tenant_id = ?1 AND id = ?2
          AND NOT EXISTS (SELECT 1 FROM faces WHERE tenant_id = ?1 AND user_id = ?2)
          AND NOT EXISTS (SELECT 1 FROM enrollments WHERE tenant_id = ?1 AND user_id = ?2 AND status = 'pending')
        """, .text(tenant.rawValue), .text(person.rawValue)) == 1
    }
  }

  private static let columns = """
    id, external_id, created_at,
    (SELECT count(*) FROM faces
      WHERE faces.tenant_id = users.tenant_id AND faces.user_id = users.id AND faces.is_active = 1)
    """

  private static func user(_ row: Row) -> User {
    User(person: PersonID(row.text(0)), externalID: row.text(1), createdAt: row.time(2), faceCount: row.integer(3))
  }

  private static func find(_ externalID: String, _ tenant: TenantID, _ connection: Connection) throws -> User? {
    try connection.first(
      "SELECT \(columns) FROM users WHERE tenant_id = ? AND external_id = ?", .text(tenant.rawValue),
      .text(externalID), map: user)
  }
}
