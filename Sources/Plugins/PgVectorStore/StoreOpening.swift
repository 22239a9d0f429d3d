import Engine

/// How the store comes to its connections, and what it does with the first one.
struct StoreOpening: Sendable {
  let settings: PgVectorSettings
  let log: any EventLog

  /// Time for the first connection's work: it may wait for another host that migrates.
  private static let preparation = Duration.seconds(60)

  /// A connection for calls. Blocks.
  func connectForCalls() throws(DatabaseFailure) -> Connection {
    let patience = settings.statementTimeoutMilliseconds + Connection.graceMilliseconds
    return try connect(SessionSetup.calls(settings), patience: .milliseconds(patience))
  }

  /// A connection for indices, which waits as long as they take. Blocks.
  func connectForUpkeep() throws(DatabaseFailure) -> Connection {
    let connection = try connect(SessionSetup.upkeep(settings), patience: Self.preparation)
    connection.patience = nil
    return connection
  }

  /// Checks pgvector, brings the schema up to date and lists the galleries, on a thread of its own.
  ///
  /// - Throws: `ComponentError.unavailable`.
  func prepareDatabase() async throws -> [GalleryTable] {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<[GalleryTable], any Error>) in
      let isStarted = startThread { continuation.resume(with: Result { try prepare() }) }
      if !isStarted {
        continuation.resume(throwing: ComponentError.unavailable("the system gives the vector store no thread"))
      }
    }
  }

  private func prepare() throws -> [GalleryTable] {
    // Read here too: later it counts as a database that can't be reached, with less to say.
    _ = try settings.password.password()
    do {
      let first = try connect("SET statement_timeout = '55s'", patience: Self.preparation)
      try SchemaSetup(connection: first, schema: settings.schema).run()
      try warnOfLostWrites(first)
      return try GalleryDirectory.all(try connectForCalls())
    } catch let failure as DatabaseFailure {
      throw ComponentError.unavailable(failure.error(isWrite: false).description)
    } catch let error as VectorStoreError {
      throw ComponentError.unavailable(error.description)
    }
  }

  /// No session can repair this: a server with fsync off may lose what it acknowledged.
  private func warnOfLostWrites(_ connection: Connection) throws {
    let rows = try connection.query("SELECT current_setting('fsync')::boolean")
    if try rows.bool(0, 0) { return }
    log.write(
      .warning, component: PostgresVectorStore.componentID, event: "database_not_durable",
      ["reason": "PostgreSQL runs with fsync off: acknowledged faces are lost when its machine fails"])
  }

  private func connect(_ setup: String, patience: Duration) throws(DatabaseFailure) -> Connection {
    let parameters: ConnectionParameters
    do { parameters = try ConnectionParameters(settings) } catch { throw .unreachable(.noPassword) }
    let connection = try Connection(parameters, patience: patience)
    do {
      try connection.execute(setup)
    } catch .refused {
      throw .unreachable(.incompatible)
    }
    return connection
  }
}
