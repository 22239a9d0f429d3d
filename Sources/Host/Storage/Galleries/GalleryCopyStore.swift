import Engine

/// Which stores keep which gallery, and how far each copy is.
struct GalleryCopyStore: Sendable {
  let database: Database

  /// The copies of one gallery, primary first.
  func copies(tenant: TenantID, model: ModelID) async throws -> [GalleryCopy] {
    try await database.read { try Self.copies(tenant, model, $0) }
  }

  /// The copies of all of a tenant's galleries: of every model that it has been served with.
  func copies(of tenant: TenantID) async throws -> [GalleryCopy] {
    try await database.read { connection in
      try connection.rows(
        """
        SELECT \(Self.columns) FROM gallery_copies AS c WHERE tenant_id = ?
        ORDER BY model_id, role <> 'primary', store
        """, .text(tenant.rawValue), map: Self.copy)
    }
  }

  /// Copies in a store that are not what they are to become: to be cleared, filled, verified or dropped.
  func unfinished(in store: String, model: ModelID) async throws -> [GalleryCopy] {
    try await database.read { connection in
      try connection.rows(
        """
        SELECT \(Self.columns) FROM gallery_copies AS c WHERE store = ? AND model_id = ?
          AND ((phase IN ('clearing', 'filling', 'verifying') AND role <> 'kept') OR role = 'dropped'
            OR (role = 'target' AND phase = 'ready'))
        ORDER BY tenant_id LIMIT 100
        """, .text(store), .text(model.rawValue), map: Self.copy)
    }
  }

  /// Makes a gallery's copies where it has none: empty galleries in the configured stores.
  ///
  /// - Returns: the copies that there are now.
  func ensure(
    tenant: TenantID, model: ModelID, primary: String, fallback: String?, now: Timestamp
  ) async throws -> [GalleryCopy] {
    try await database.write { connection in
      let there = try Self.copies(tenant, model, connection)
      guard there.isEmpty else { return there }
      // A database of schema 1 has faces already: the primary has them, a fallback must get them.
      let size = try Self.size(tenant, model, connection)
      try Self.insert(tenant, model, primary, .primary, .ready, now, connection)
      if let fallback {
        try Self.insert(tenant, model, fallback, .fallback, size == 0 ? .ready : .filling, now, connection)
      }
      return try Self.copies(tenant, model, connection)
    }
  }

  /// Gives a copy a role and a phase, making it where there is none.
  func set(
    _ role: GalleryCopy.Role, _ phase: GalleryCopy.Phase, of store: String, tenant: TenantID, model: ModelID,
    now: Timestamp
  ) async throws {
    try await database.write { connection in
      let changed = try connection.execute(
        """
        UPDATE gallery_copies SET role = ?, phase = ?, cursor = NULL, copied = 0, message = NULL, changed_at = ?
        WHERE tenant_id = ? AND model_id = ? AND store = ?
        """, .text(role.rawValue), .text(phase.rawValue), .time(now), .text(tenant.rawValue), .text(model.rawValue),
        .text(store))
      if changed == 0 { try Self.insert(tenant, model, store, role, phase, now, connection) }
    }
  }

  /// Notes how far filling has come.
  func advance(_ copy: GalleryCopy, to cursor: FaceID, copied: Int, now: Timestamp) async throws {
    try await update(
      copy, "cursor = ?4, copied = copied + ?5, changed_at = ?6", .text(cursor.rawValue), .integer(copied), .time(now))
  }

  /// Takes a copy to another phase.
  func enter(_ phase: GalleryCopy.Phase, _ copy: GalleryCopy, message: String? = nil, now: Timestamp) async throws {
    try await update(
      copy, "phase = ?4, message = ?5, changed_at = ?6", .text(phase.rawValue), .text(message), .time(now))
  }

  /// Notes what a verification found right.
  func noteVerified(_ copy: GalleryCopy, faces: Int, checksum: String) async throws {
    try await update(
      copy, "verified = ?4, checksum = ?5, copied = ?6", .integer(faces), .text(checksum), .integer(faces))
  }

  /// Makes a complete target the primary, in one step; what was the primary is kept.
  ///
  /// - Returns: false where it is no complete target any more.
  func promote(_ copy: GalleryCopy, now: Timestamp) async throws -> Bool {
    try await database.write { connection in
      let key: (SQLValue, SQLValue) = (.text(copy.tenant.rawValue), .text(copy.model.rawValue))
      let isTarget = try connection.first(
        """
        SELECT 1 FROM gallery_copies
        WHERE tenant_id = ? AND model_id = ? AND store = ? AND role = 'target' AND phase = 'ready'
        """, key.0, key.1, .text(copy.store)
      ) { $0.integer(0) }
      guard isTarget != nil else { return false }
      try connection.execute(
        "UPDATE gallery_copies SET role = 'kept', changed_at = ? WHERE tenant_id = ? AND model_id = ? AND role = 'primary'",
        .time(now), key.0, key.1)
      // New faces queued for what is only kept now would wait there for ever if that store is gone.
      try connection.execute(
        """
        DELETE FROM gallery_writes WHERE tenant_id = ?1 AND model_id = ?2 AND kind = 'add' AND store IN (
          SELECT store FROM gallery_copies WHERE tenant_id = ?1 AND model_id = ?2 AND role = 'kept')
        """, key.0, key.1)
      try connection.execute(
        "UPDATE gallery_copies SET role = 'primary', changed_at = ? WHERE tenant_id = ? AND model_id = ? AND store = ?",
        .time(now), key.0, key.1, .text(copy.store))
      return true
    }
  }

  /// Forgets a copy and what was queued for it.
  func forget(_ copy: GalleryCopy) async throws {
    try await database.write { connection in
      for table in ["gallery_copies", "gallery_writes", "recall"] {
        try connection.execute(
          "DELETE FROM \(table) WHERE tenant_id = ? AND model_id = ? AND store = ?", .text(copy.tenant.rawValue),
          .text(copy.model.rawValue), .text(copy.store))
      }
    }
  }

  /// The stores that keep galleries of any tenant.
  func storesInUse() async throws -> Set<String> {
    try await database.read { connection in
      Set(try connection.rows("SELECT DISTINCT store FROM gallery_copies") { $0.text(0) })
    }
  }

  /// How many active faces a gallery has.
  func size(tenant: TenantID, model: ModelID) async throws -> Int {
    try await database.read { try Self.size(tenant, model, $0) }
  }

  // MARK: Rows

  private func update(_ copy: GalleryCopy, _ assignments: String, _ a: SQLValue, _ b: SQLValue, _ c: SQLValue)
    async throws
  {
    try await database.write { connection in
      _ = try connection.execute(
        "UPDATE gallery_copies SET \(assignments) WHERE tenant_id = ?1 AND model_id = ?2 AND store = ?3",
        .text(copy.tenant.rawValue), .text(copy.model.rawValue), .text(copy.store), a, b, c)
    }
  }

  private static func size(_ tenant: TenantID, _ model: ModelID, _ connection: Connection) throws -> Int {
    try connection.first(
      "SELECT faces FROM gallery_sizes WHERE tenant_id = ? AND model_id = ?", .text(tenant.rawValue),
      .text(model.rawValue)
    ) { $0.integer(0) } ?? 0
  }

  private static func insert(
    _ tenant: TenantID, _ model: ModelID, _ store: String, _ role: GalleryCopy.Role, _ phase: GalleryCopy.Phase,
    _ now: Timestamp, _ connection: Connection
  ) throws {
    try connection.execute(
      "INSERT INTO gallery_copies (tenant_id, model_id, store, role, phase, changed_at) VALUES (?, ?, ?, ?, ?, ?)",
      .text(tenant.rawValue), .text(model.rawValue), .text(store), .text(role.rawValue), .text(phase.rawValue),
      .time(now))
  }

  private static let columns = """
    c.tenant_id, c.model_id, c.store, c.role, c.phase, c.cursor, c.copied, c.verified, c.checksum, c.message,
    EXISTS (SELECT 1 FROM gallery_writes AS w
      WHERE w.store = c.store AND w.tenant_id = c.tenant_id AND w.model_id = c.model_id)
    """

  private static func copies(_ tenant: TenantID, _ model: ModelID, _ connection: Connection) throws -> [GalleryCopy] {
    try connection.rows(
      "SELECT \(columns) FROM gallery_copies AS c WHERE tenant_id = ? AND model_id = ? ORDER BY role <> 'primary', store",
      .text(tenant.rawValue), .text(model.rawValue), map: copy)
  }

  private static func copy(_ row: Row) throws -> GalleryCopy {
    GalleryCopy(
      tenant: TenantID(row.text(0)), model: ModelID(row.text(1)), store: row.text(2), role: try row.choice(3),
      phase: try row.choice(4), cursor: row.optionalText(5).map { FaceID($0) }, copied: row.integer(6),
      verified: row.isNull(7) ? nil : row.integer(7), checksum: row.optionalText(8), message: row.optionalText(9),
      isBehind: row.integer(10) != 0)
  }
}
