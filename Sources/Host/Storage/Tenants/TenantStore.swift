import Engine

/// The tenants of an installation.
struct TenantStore: Sendable {
  let database: Database

  /// Adds a tenant.
  ///
  /// - Parameters:
  ///   - id: made by the caller, because the credentials are sealed for it.
  ///   - name: for people to read.
  ///   - role: what it may do.
  ///   - credentials: what is kept of its key and secret.
  ///   - now: the moment of creation.
  /// - Throws: `StorageError.duplicate` where the id or the API key is there already.
  func create(
    id: TenantID, name: String, role: Tenant.Role = .client, credentials: StoredCredentials, now: Timestamp
  ) async throws -> Tenant {
    try await database.write { connection in
      try connection.execute(
        """
        INSERT INTO tenants
          (id, name, role, api_key_digest, api_key_hint, secret_hash, sealed_result_keys, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?8, ?8)
        """, .text(id.rawValue), .text(name), .text(role.rawValue), .blob(credentials.apiKeyDigest),
        .text(credentials.apiKeyHint), .text(credentials.secretHash), .blob(credentials.sealedResultKeys), .time(now))
      return try Self.find(id, connection)
    }
  }

  /// The tenants in the order of their creation.
  func list(after cursor: PageCursor? = nil, limit: Int = 100) async throws -> Page<Tenant> {
    let limit = Page<Tenant>.clamp(limit)
    let rows = try await database.read { connection in
      try connection.rows(
        "SELECT \(Self.columns) FROM tenants WHERE id > ? ORDER BY id LIMIT ?",
        .text(cursor?.rawValue ?? ""), .integer(limit + 1), map: Self.tenant)
    }
    return Page(rows: rows, limit: limit) { $0.id.rawValue }
  }

  /// One tenant, enabled or not.
  func find(_ id: TenantID) async throws -> Tenant? {
    try await database.read { connection in
      try connection.first(
        "SELECT \(Self.columns) FROM tenants WHERE id = ?", .text(id.rawValue), map: Self.tenant)
    }
  }

  /// The tenant of an API key, enabled or not, with what is kept of its credentials.
  ///
  /// - Parameter apiKeyDigest: see `APIKey.digest`.
  func find(apiKeyDigest: [UInt8]) async throws -> (tenant: Tenant, credentials: StoredCredentials)? {
    try await database.read { connection in
      try connection.first(
        """
        SELECT \(Self.columns), api_key_digest, secret_hash, sealed_result_keys FROM tenants WHERE api_key_digest = ?
        """, .blob(apiKeyDigest)
      ) { row in (try Self.tenant(row), Self.credentials(row)) }
    }
  }

  /// The tenants whose credentials are refused.
  func disabled() async throws -> Set<TenantID> {
    try await database.read { connection in
      Set(
        try connection.rows("SELECT \(Self.columns) FROM tenants WHERE is_enabled = 0", map: Self.tenant).map(\.id))
    }
  }

  /// What is kept of a tenant's credentials.
  func credentials(of id: TenantID) async throws -> StoredCredentials? {
    try await database.read { connection in
      try connection.first(
        """
        SELECT \(Self.columns), api_key_digest, secret_hash, sealed_result_keys FROM tenants WHERE id = ?
        """, .text(id.rawValue), map: Self.credentials)
    }
  }

  /// Accepts or refuses a tenant's credentials from now on.
  ///
  /// - Throws: `StorageError.notFound`.
  @discardableResult func setEnabled(_ isEnabled: Bool, for id: TenantID, now: Timestamp) async throws -> Tenant {
    try await database.write { connection in
      try connection.execute(
        "UPDATE tenants SET is_enabled = ?, updated_at = ? WHERE id = ?", .integer(isEnabled ? 1 : 0), .time(now),
        .text(id.rawValue))
      return try Self.find(id, connection)
    }
  }

  /// Replaces a tenant's secret: the old one, and every token made with it, is refused from now on.
  ///
  /// - Parameters:
  ///   - credentials: the same API key's, with a new secret.
  ///   - version: the `credentialVersion` that the caller saw.
  /// - Throws: `StorageError.notFound`; `.conflict` where the credentials have changed since `version`.
  @discardableResult func replaceCredentials(
    of id: TenantID, with credentials: StoredCredentials, replacing version: Int, now: Timestamp
  ) async throws -> Tenant {
    try await database.write { connection in
      let changed = try connection.execute(
        """
        UPDATE tenants SET secret_hash = ?, sealed_result_keys = ?, credential_version = credential_version + 1,
          updated_at = ? WHERE id = ? AND credential_version = ? AND api_key_digest = ?
        """, .text(credentials.secretHash), .blob(credentials.sealedResultKeys), .time(now), .text(id.rawValue),
        .integer(version), .blob(credentials.apiKeyDigest))
      let tenant = try Self.find(id, connection)
      guard changed == 1 else { throw StorageError.conflict }
      return tenant
    }
  }

  /// Deletes a tenant with everything below it, and queues the removal of its vectors.
  ///
  /// - Returns: whether it was there.
  @discardableResult func delete(_ id: TenantID, now: Timestamp) async throws -> Bool {
    try await database.write { connection in
      try GalleryWriteQueue.queueRemovals(
        where: "faces.tenant_id = ?2 AND ?3", (.text(id.rawValue), 1), now: now, connection)
      return try connection.execute("DELETE FROM tenants WHERE id = ?", .text(id.rawValue)) == 1
    }
  }

  private static let columns =
    "id, name, role, is_enabled, api_key_hint, credential_version, created_at, updated_at"

  private static func tenant(_ row: Row) throws -> Tenant {
    Tenant(
      id: TenantID(row.text(0)), name: row.text(1), role: try row.choice(2), isEnabled: row.integer(3) != 0,
      apiKeyHint: row.text(4), credentialVersion: row.integer(5), createdAt: row.time(6), updatedAt: row.time(7))
  }

  private static func credentials(_ row: Row) -> StoredCredentials {
    StoredCredentials(
      apiKeyDigest: row.blob(8), apiKeyHint: row.text(4), secretHash: row.text(9), sealedResultKeys: row.blob(10))
  }

  private static func find(_ id: TenantID, _ connection: Connection) throws -> Tenant {
    let found = try connection.first(
      "SELECT \(columns) FROM tenants WHERE id = ?", .text(id.rawValue), map: tenant)
    guard let found else { throw StorageError.notFound }
    return found
  }
}
