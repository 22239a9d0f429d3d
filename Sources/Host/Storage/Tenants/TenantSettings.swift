import Engine

/// Each tenant's own configuration: one JSON document, whose meaning its readers define.
struct TenantSettings: Sendable {
  let database: Database

  /// A tenant's configuration.
  struct Document: Sendable, Hashable {
    /// JSON; an object, `{}` where nothing was ever set.
    var json: String
    /// Counts from 1, one more with each change.
    var version: Int
  }

  /// A tenant's configuration, or nil where there is no such tenant.
  func get(_ tenant: TenantID) async throws -> Document? {
    try await database.read { connection in
      try connection.first(
        "SELECT settings, settings_version FROM tenants WHERE id = ?", .text(tenant.rawValue)
      ) { Document(json: $0.text(0), version: $0.integer(1)) }
    }
  }

  /// Replaces a tenant's configuration.
  ///
  /// - Parameters:
  ///   - json: a JSON object, validated by the caller.
  ///   - version: the version that the change is based on, or nil for whichever there is.
  /// - Returns: the new version.
  /// - Throws: `StorageError.notFound`; `.conflict` where the version is another one by now.
  @discardableResult func set(
    _ json: String, for tenant: TenantID, replacing version: Int? = nil, now: Timestamp
  ) async throws -> Int {
    try await database.write { connection in
      let current = try connection.first(
        "SELECT settings_version FROM tenants WHERE id = ?", .text(tenant.rawValue)
      ) { $0.integer(0) }
      guard let current else { throw StorageError.notFound }
      guard version == nil || version == current else { throw StorageError.conflict }
      try connection.execute(
        "UPDATE tenants SET settings = ?, settings_version = ?, updated_at = ? WHERE id = ?", .text(json),
        .integer(current + 1), .time(now), .text(tenant.rawValue))
      return current + 1
    }
  }
}
