import Engine

/// pgvector is there, and new enough.
struct ExtensionCheck {
  let connection: Connection

  /// Installs pgvector into the database where it is missing and the role may.
  ///
  /// - Throws: `ComponentError.unavailable` with what the administrator has to do; `DatabaseFailure`.
  func run() throws {
    if try installedVersion() == nil { try install() }
    let text = try installedVersion() ?? "none"
    guard let version = PgVectorVersion(text), version >= .oldest else {
      throw ComponentError.unavailable(
        """
        pgvector \(text) is too old: \(PgVectorVersion.oldest) or newer is needed, older ones can damage an index on \
        vacuum. Install a newer one on the database server, then run there: ALTER EXTENSION vector UPDATE
        """)
    }
  }

  private func installedVersion() throws -> String? {
    let rows = try connection.query("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
    return rows.count == 0 ? nil : rows.text(0, 0)
  }

  private func install() throws {
    let available = try connection.query("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")
    guard available.count == 1 else {
      throw ComponentError.unavailable(
        "the database server has no pgvector: install \(PgVectorVersion.oldest) or newer there, for its PostgreSQL version"
      )
    }
    do {
      try connection.execute("CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public")
    } catch {
      guard case .refused(let state) = error else { throw error }
      throw ComponentError.unavailable(
        """
        the database has no pgvector and the store's role may not install it (\(state.code)). As an administrator run in \
        that database: CREATE EXTENSION vector
        """)
    }
  }
}
