import Engine

/// The data keys of an installation, sealed under the master key.
struct DataKeyStore: Sendable {
  let database: Database
  let box: SealedBox

  /// A key as it is stored.
  struct Key: Sendable {
    var id: String
    var secret: SecretBytes
    var isCurrent: Bool
  }

  /// Every key. Makes the first one where there is none.
  func load(now: Timestamp) async throws -> [Key] {
    let rows = try await rows()
    if rows.contains(where: \.isCurrent) { return try rows.map(open) }
    // Another process may do the same at this moment: its key or ours is the current one then, and both are there.
    do { try await add(replacing: nil, now: now) } catch StorageError.conflict {}
    return try await self.rows().map(open)
  }

  /// Makes a key that seals from now on; the old ones only open.
  ///
  /// - Parameter current: the key that the caller takes for the current one.
  /// - Returns: the new key's id.
  /// - Throws: `StorageError.conflict` where another one is current.
  @discardableResult func add(replacing current: String?, now: Timestamp) async throws -> String {
    let id = try SecureRandom.bytes(8).hexadecimal
    let sealed = try box.seal(SecretBytes(try SecureRandom.bytes(32)), for: Self.owner, purpose: Self.purpose(id))
    try await database.write { connection in
      let there = try connection.first("SELECT id FROM data_keys WHERE is_current = 1") { $0.text(0) }
      guard there == current else { throw StorageError.conflict }
      try connection.execute("UPDATE data_keys SET is_current = 0 WHERE is_current = 1")
      try connection.execute(
        "INSERT INTO data_keys (id, sealed, is_current, created_at) VALUES (?, ?, 1, ?)", .text(id), .blob(sealed),
        .time(now))
    }
    return id
  }

  /// Destroys a key that seals nothing any more.
  ///
  /// - Throws: `StorageError.notFound` where an embedding is still sealed under it.
  func destroy(_ id: String) async throws {
    try await database.write { connection in
      _ = try connection.execute("DELETE FROM data_keys WHERE id = ? AND is_current = 0", .text(id))
    }
  }

  /// The ids of every key, the current one first.
  func ids() async throws -> [String] {
    try await database.read { connection in
      try connection.rows("SELECT id FROM data_keys ORDER BY is_current DESC, created_at DESC") { $0.text(0) }
    }
  }

  /// The key under which everything was last seen to be sealed; nil before that has ever been looked at.
  func settledKey() async throws -> String? {
    try await database.read { connection in
      try connection.first("SELECT value FROM installation WHERE name = 'settled_data_key'") { $0.text(0) }
    }
  }

  /// Notes that everything is sealed under a key: what is written later is, too.
  func settle(_ id: String) async throws {
    try await database.write { connection in
      _ = try connection.execute(
        """
        INSERT INTO installation (name, value) VALUES ('settled_data_key', ?)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """, .text(id))
    }
  }

  private func rows() async throws -> [(id: String, sealed: [UInt8], isCurrent: Bool)] {
    try await database.read { connection in
      try connection.rows("SELECT id, sealed, is_current FROM data_keys") {
        ($0.text(0), $0.blob(1), $0.integer(2) != 0)
      }
    }
  }

  private func open(_ row: (id: String, sealed: [UInt8], isCurrent: Bool)) throws -> Key {
    Key(
      id: row.id, secret: try box.open(row.sealed, for: Self.owner, purpose: Self.purpose(row.id)),
      isCurrent: row.isCurrent)
  }

  /// Keys belong to the installation, which no tenant's id can name: those are never empty.
  private static let owner = TenantID("")
  private static func purpose(_ id: String) -> String { "data key \(id)" }
}
