import Engine

/// Brings a database to the schema that this version of the store works with. Any number of hosts may do it at once.
struct SchemaSetup {
  let connection: Connection
  let schema: String

  /// Installs pgvector where needed, makes the schema and runs what migrations are missing: all or nothing.
  ///
  /// - Throws: `ComponentError.unavailable` with what the administrator has to do; `DatabaseFailure`.
  func run() throws {
    try connection.transaction {
      // The numbers are the store's own, any would do.
      try connection.execute("SELECT pg_advisory_xact_lock(\(AdvisoryLock.store), \(AdvisoryLock.migration))")
      try ExtensionCheck(connection: connection).run()
      try makeSchema()
      try connection.execute(
        """
        SET LOCAL search_path = \(schema), pg_catalog;
        CREATE TABLE IF NOT EXISTS migration (version int PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now());
        """)
      try migrate()
    }
  }

  private func makeSchema() throws {
    var parameters = Parameters()
    parameters.append(Array(schema.utf8))
    let found = try connection.query(
      "SELECT 1 FROM pg_namespace WHERE nspname = convert_from($1::bytea, 'UTF8')", parameters)
    guard found.count == 0 else { return }
    do {
      try connection.execute("CREATE SCHEMA \(schema)")
    } catch {
      guard case .refused(let state) = error, state.isForbidden else { throw error }
      throw ComponentError.unavailable(
        """
        the store's role may not make the schema \(schema). As an administrator run in that database: CREATE SCHEMA \
        \(schema) AUTHORIZATION the store's role
        """)
    }
  }

  private func migrate() throws {
    let rows = try connection.query("SELECT coalesce(max(version), 0)::bigint FROM migration")
    let reached = try rows.bigint(0, 0)
    let newest = Migration.all.last?.version ?? 0
    guard reached <= newest else {
      throw ComponentError.unavailable(
        "the schema \(schema) was made by a newer version of Kenali (\(reached), this one knows \(newest)): update this host"
      )
    }
    for migration in Migration.all where migration.version > reached {
      try connection.execute(migration.sql)
      try connection.execute("INSERT INTO migration (version) VALUES (\(migration.version))")
    }
  }
}
