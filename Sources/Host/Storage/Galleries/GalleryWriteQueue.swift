import Engine

/// What stores must still do. A write is queued in the transaction that changes the faces, and stays until the store has
/// acknowledged it: no crash and no unreachable store loses a face, or leaves a deleted person's vector behind.
struct GalleryWriteQueue: Sendable {
  let database: Database

  /// One write.
  struct Write: Sendable, Hashable {
    enum Kind: String, Sendable, Hashable { case add, remove }
    /// Rises with time: the order of writes.
    var id: Int
    var kind: Kind
    var face: FaceID
  }

  /// The oldest writes of a store for one gallery.
  func pending(store: String, model: ModelID, tenant: TenantID, limit: Int = 500) async throws -> [Write] {
    try await database.read { connection in
      try connection.rows(
        """
        SELECT id, kind, face_id FROM gallery_writes
        WHERE store = ? AND tenant_id = ? AND model_id = ? ORDER BY id LIMIT ?
        """, .text(store), .text(tenant.rawValue), .text(model.rawValue), .integer(limit)
      ) { row in Write(id: row.integer(0), kind: try row.choice(1), face: FaceID(row.text(2))) }
    }
  }

  /// The tenants with writes for a store, of one model.
  func tenants(store: String, model: ModelID) async throws -> [TenantID] {
    try await database.read { connection in
      try connection.rows(
        "SELECT DISTINCT tenant_id FROM gallery_writes WHERE store = ? AND model_id = ?", .text(store),
        .text(model.rawValue)
      ) { TenantID($0.text(0)) }
    }
  }

  /// How many writes wait for a store, of every tenant or of one.
  func count(store: String, tenant: TenantID? = nil) async throws -> Int {
    try await database.read { connection in
      try connection.first(
        "SELECT count(*) FROM gallery_writes WHERE store = ?1 AND (?2 IS NULL OR tenant_id = ?2)", .text(store),
        .text(tenant?.rawValue)
      ) { $0.integer(0) } ?? 0
    }
  }

  /// Notes that the store has done these durably.
  func confirm(_ writes: [Write]) async throws {
    try await database.write { connection in
      for write in writes {
        try connection.execute("DELETE FROM gallery_writes WHERE id = ?", .integer(write.id))
      }
    }
  }

  /// Gives the writes that a database of schema 1 left for "the store" to the default one.
  func adopt(store: String) async throws {
    try await database.write { connection in
      _ = try connection.execute("UPDATE gallery_writes SET store = ? WHERE store = ''", .text(store))
    }
  }

  /// Queues the removal of faces from every store that keeps their gallery. Call it before their rows are deleted.
  ///
  /// - Parameters:
  ///   - condition: SQL over `faces`, with the values `?2` and on.
  static func queueRemovals(
    where condition: String, _ values: (SQLValue, SQLValue), now: Timestamp, _ connection: Connection
  ) throws {
    try connection.execute(
      """
      INSERT INTO gallery_writes (store, tenant_id, model_id, kind, face_id, queued_at)
      SELECT c.store, faces.tenant_id, faces.model_id, 'remove', faces.id, ?1
      FROM faces JOIN gallery_copies AS c ON c.tenant_id = faces.tenant_id AND c.model_id = faces.model_id
      WHERE \(condition)
      """, .time(now), values.0, values.1)
  }

  /// Queues the faces of an enrollment for every store that must get them and has not got them yet.
  static func queueAdditions(
    of enrollment: String, tenant: TenantID, except done: String?, now: Timestamp, _ connection: Connection
  ) throws {
    try connection.execute(
      """
      INSERT INTO gallery_writes (store, tenant_id, model_id, kind, face_id, queued_at)
      SELECT c.store, faces.tenant_id, faces.model_id, 'add', faces.id, ?1
      FROM faces JOIN gallery_copies AS c ON c.tenant_id = faces.tenant_id AND c.model_id = faces.model_id
      WHERE faces.tenant_id = ?2 AND faces.enrollment_id = ?3 AND c.store IS NOT ?4
        AND c.role IN ('primary', 'fallback', 'target')
      ORDER BY faces.id
      """, .time(now), .text(tenant.rawValue), .text(enrollment), .text(done))
  }
}
