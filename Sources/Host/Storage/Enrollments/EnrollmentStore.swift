import Engine

/// Enrollments and the faces they add.
///
/// An enrollment is all or nothing over this database and the vector stores:
/// 1. `begin` makes it pending.
/// 2. `stage` notes its faces, inactive, with their sealed embeddings, and checks the limit.
/// 3. The caller adds the vectors to the primary store, where that can be reached.
/// 4. `complete` makes all its faces active at once and queues their vectors for the stores that have not got them; or
///    `fail` drops them and queues the removal of their vectors.
///
/// After a crash, `failAllPending` at start does step 4 for whatever was cut off.
struct EnrollmentStore: Sendable {
  let database: Database

  /// Makes a pending enrollment.
  ///
  /// - Parameter id: a caller who has shown it already makes it (`Identifier.make`).
  /// - Throws: `StorageError.notFound` where the tenant has no such person; `.duplicate` where the id is taken.
  func begin(
    id: String = Identifier.make(), person: PersonID, source: Enrollment.Source, tenant: TenantID, now: Timestamp
  ) async throws -> Enrollment {
    try await database.write { connection in
      try connection.execute(
        """
        INSERT INTO enrollments (id, tenant_id, user_id, status, source, created_at)
        VALUES (?, ?, ?, 'pending', ?, ?)
        """, .text(id), .text(tenant.rawValue), .text(person.rawValue), .text(source.rawValue), .time(now))
      return try Self.find(id, tenant, connection)
    }
  }

  /// Notes the faces that a pending enrollment adds. Call it before the vector store gets them.
  ///
  /// - Parameters:
  ///   - limit: how many faces of one model a user may have; those that other pending enrollments have staged count.
  /// - Throws: `StorageError.notFound`; `.conflict` where it is pending no more; `.limitReached`; `.duplicate`.
  func stage(
    _ faces: [NewFace], in enrollment: String, tenant: TenantID, limit: Int, now: Timestamp
  ) async throws {
    try await database.write { connection in
      let row = try Self.find(enrollment, tenant, connection)
      guard row.status == .pending else { throw StorageError.conflict }
      for face in faces {
        let count =
          try connection.first(
            "SELECT count(*) FROM faces WHERE tenant_id = ? AND user_id = ? AND model_id = ?", .text(tenant.rawValue),
            .text(row.person.rawValue), .text(face.model.rawValue)
          ) { $0.integer(0) } ?? 0
        guard count < limit else { throw StorageError.limitReached(limit) }
        try connection.execute(
          """
          INSERT INTO faces (id, tenant_id, user_id, enrollment_id, model_id, quality, source, created_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """, .text(face.id.rawValue), .text(tenant.rawValue), .text(row.person.rawValue), .text(enrollment),
          .text(face.model.rawValue), .real(face.quality), .text(row.source.rawValue), .time(now))
        try EmbeddingVault.insert(face.sealed, of: face.id, connection)
      }
    }
  }

  /// Completes a pending enrollment: its staged faces become active together.
  ///
  /// - Parameter store: has the vectors already; they are queued for the gallery's other stores.
  /// - Throws: `StorageError.notFound`; `.conflict` where it is pending no more or has staged no faces.
  @discardableResult func complete(
    _ enrollment: String, tenant: TenantID, addedTo store: String?, now: Timestamp
  ) async throws -> Enrollment {
    try await database.write { connection in
      let changed = try connection.execute(
        """
        UPDATE enrollments SET status = 'completed', ended_at = ?
        WHERE tenant_id = ? AND id = ? AND status = 'pending'
        """, .time(now), .text(tenant.rawValue), .text(enrollment))
      if changed == 0 {
        _ = try Self.find(enrollment, tenant, connection)
        throw StorageError.conflict
      }
      let activated = try connection.execute(
        "UPDATE faces SET is_active = 1 WHERE tenant_id = ? AND enrollment_id = ?", .text(tenant.rawValue),
        .text(enrollment))
      guard activated > 0 else { throw StorageError.conflict }
      try GalleryWriteQueue.queueAdditions(of: enrollment, tenant: tenant, except: store, now: now, connection)
      return try Self.find(enrollment, tenant, connection)
    }
  }

  /// Fails a pending enrollment: its staged faces are gone and the removal of their vectors is queued.
  ///
  /// - Returns: whether it was pending.
  @discardableResult func fail(
    _ enrollment: String, tenant: TenantID, reason: String, now: Timestamp
  ) async throws -> Bool {
    try await database.write { try Self.fail(enrollment, tenant, reason, now, $0) }
  }

  /// Fails every pending enrollment of every tenant that began before `moment`: at start, those that a crash cut off.
  ///
  /// - Returns: how many there were.
  @discardableResult func failAllPending(before moment: Timestamp, reason: String, now: Timestamp) async throws -> Int {
    try await database.write { connection in
      let pending = try connection.rows(
        "SELECT tenant_id, id FROM enrollments WHERE status = 'pending' AND created_at < ?", .time(moment)
      ) { (TenantID($0.text(0)), $0.text(1)) }
      for (tenant, id) in pending { _ = try Self.fail(id, tenant, reason, now, connection) }
      return pending.count
    }
  }

  /// Pending enrollments of every tenant, oldest first: for reconciliation and monitoring.
  func pending(limit: Int = 1000) async throws -> [(tenant: TenantID, enrollment: Enrollment)] {
    try await database.read { connection in
      try connection.rows(
        "SELECT \(Self.columns), e.tenant_id FROM \(Self.tables) WHERE e.status = 'pending' ORDER BY e.id LIMIT ?",
        .integer(limit)
      ) { (TenantID($0.text(9)), try Self.enrollment($0)) }
    }
  }

  /// One enrollment, or nil.
  func find(_ id: String, tenant: TenantID) async throws -> Enrollment? {
    try await database.read { connection in
      try connection.first(
        "SELECT \(Self.columns) FROM \(Self.tables) WHERE e.tenant_id = ? AND e.id = ?", .text(tenant.rawValue),
        .text(id), map: Self.enrollment)
    }
  }

  /// A tenant's enrollments in the order of their creation, those of one person only where one is named.
  func list(
    tenant: TenantID, person: PersonID? = nil, after cursor: PageCursor? = nil, limit: Int = 100
  ) async throws -> Page<Enrollment> {
    let limit = Page<Enrollment>.clamp(limit)
    let rows = try await database.read { connection in
      try connection.rows(
        """
        SELECT \(Self.columns) FROM \(Self.tables)
        WHERE e.tenant_id = ?1 AND (?2 IS NULL OR e.user_id = ?2) AND e.id > ?3 ORDER BY e.id LIMIT ?4
        """, .text(tenant.rawValue), .text(person?.rawValue), .text(cursor?.rawValue ?? ""), .integer(limit + 1),
        map: Self.enrollment)
    }
    return Page(rows: rows, limit: limit) { $0.id }
  }

  /// Deletes a completed or failed enrollment with its faces, and queues the removal of their vectors.
  ///
  /// - Returns: whether it was there.
  /// - Throws: `StorageError.conflict` where it is pending: fail it first.
  @discardableResult func delete(_ id: String, tenant: TenantID, now: Timestamp) async throws -> Bool {
    try await database.write { connection in
      let status = try connection.first(
        "SELECT status FROM enrollments WHERE tenant_id = ? AND id = ?", .text(tenant.rawValue), .text(id)
      ) { $0.text(0) }
      guard let status else { return false }
      guard status != Enrollment.Status.pending.rawValue else { throw StorageError.conflict }
      try Self.queueRemovals(of: id, tenant, now, connection)
      try connection.execute(
        "DELETE FROM enrollments WHERE tenant_id = ? AND id = ?", .text(tenant.rawValue), .text(id))
      return true
    }
  }

  /// A person's active faces, oldest first.
  func faces(of person: PersonID, tenant: TenantID) async throws -> [EnrolledFace] {
    try await database.read { connection in
      try connection.rows(
        "SELECT \(Self.faceColumns) FROM faces WHERE tenant_id = ? AND user_id = ? AND is_active = 1 ORDER BY id",
        .text(tenant.rawValue), .text(person.rawValue), map: Self.face)
    }
  }

  /// Those of `faces` that are active: a vector whose enrollment has not completed must not decide a search.
  func active(_ faces: [FaceID], tenant: TenantID) async throws -> Set<FaceID> {
    try await database.read { connection in
      var active = Set<FaceID>()
      for face in faces {
        let row = try connection.first(
          "SELECT 1 FROM faces WHERE id = ? AND tenant_id = ? AND is_active = 1", .text(face.rawValue),
          .text(tenant.rawValue)
        ) { $0.integer(0) }
        if row != nil { active.insert(face) }
      }
      return active
    }
  }

  /// Deletes active faces of one person and queues the removal of their vectors.
  ///
  /// - Returns: those that were there.
  func deleteFaces(_ faces: [FaceID], of person: PersonID, tenant: TenantID, now: Timestamp) async throws -> [FaceID] {
    try await database.write { connection in
      var deleted: [FaceID] = []
      for face in faces {
        let isTheirs = try connection.first(
          "SELECT 1 FROM faces WHERE id = ? AND tenant_id = ? AND user_id = ? AND is_active = 1", .text(face.rawValue),
          .text(tenant.rawValue), .text(person.rawValue)
        ) { $0.integer(0) }
        guard isTheirs != nil else { continue }
        try GalleryWriteQueue.queueRemovals(
          where: "faces.tenant_id = ?2 AND faces.id = ?3", (.text(tenant.rawValue), .text(face.rawValue)), now: now,
          connection)
        try connection.execute("DELETE FROM faces WHERE id = ?", .text(face.rawValue))
        deleted.append(face)
      }
      return deleted
    }
  }

  private static let columns = """
    e.id, e.user_id, users.external_id, e.status, e.source, e.reason, e.created_at, e.ended_at,
    (SELECT count(*) FROM faces
      WHERE faces.tenant_id = e.tenant_id AND faces.enrollment_id = e.id AND faces.is_active = 1)
    """
  private static let tables =
    "enrollments AS e JOIN users ON users.tenant_id = e.tenant_id AND users.id = e.user_id"
  private static let faceColumns = "id, user_id, enrollment_id, model_id, quality, source, is_active, created_at"

  private static func enrollment(_ row: Row) throws -> Enrollment {
    Enrollment(
      id: row.text(0), person: PersonID(row.text(1)), externalUserID: row.text(2), status: try row.choice(3),
      source: try row.choice(4), reason: row.optionalText(5), createdAt: row.time(6), endedAt: row.optionalTime(7),
      faceCount: row.integer(8))
  }

  private static func face(_ row: Row) throws -> EnrolledFace {
    EnrolledFace(
      id: FaceID(row.text(0)), person: PersonID(row.text(1)), enrollmentID: row.text(2), model: ModelID(row.text(3)),
      quality: row.real(4), source: try row.choice(5), isActive: row.integer(6) != 0, createdAt: row.time(7))
  }

  private static func find(_ id: String, _ tenant: TenantID, _ connection: Connection) throws -> Enrollment {
    let found = try connection.first(
      "SELECT \(columns) FROM \(tables) WHERE e.tenant_id = ? AND e.id = ?", .text(tenant.rawValue), .text(id),
      map: enrollment)
    guard let found else { throw StorageError.notFound }
    return found
  }

  private static func fail(
    _ id: String, _ tenant: TenantID, _ reason: String, _ now: Timestamp, _ connection: Connection
  ) throws -> Bool {
    let changed = try connection.execute(
      """
      UPDATE enrollments SET status = 'failed', reason = ?, ended_at = ?
      WHERE tenant_id = ? AND id = ? AND status = 'pending'
      """, .text(reason), .time(now), .text(tenant.rawValue), .text(id))
    guard changed == 1 else { return false }
    try queueRemovals(of: id, tenant, now, connection)
    try connection.execute(
      "DELETE FROM faces WHERE tenant_id = ? AND enrollment_id = ?", .text(tenant.rawValue), .text(id))
    return true
  }

  private static func queueRemovals(
    of id: String, _ tenant: TenantID, _ now: Timestamp, _ connection: Connection
  ) throws {
    try GalleryWriteQueue.queueRemovals(
      where: "faces.tenant_id = ?2 AND faces.enrollment_id = ?3", (.text(tenant.rawValue), .text(id)), now: now,
      connection)
  }
}
