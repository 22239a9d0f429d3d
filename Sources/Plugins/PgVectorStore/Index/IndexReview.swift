import Engine

/// Looks at one gallery's index and puts it right.
struct IndexReview {
  let table: GalleryTable
  let policy: IndexPolicy
  let connection: Connection
  let log: any EventLog

  /// - Returns: false where another host is at this gallery's index, so that it must be looked at again.
  func run() throws -> Bool {
    guard try action() != .nothing else { return true }
    let lock = "(\(AdvisoryLock.index), \(table.number))"
    let rows = try connection.query("SELECT pg_try_advisory_lock\(lock)")
    guard try rows.bool(0, 0) else { return false }
    // A failure closes the connection, which gives the lock back.
    // Once more, for another host may have been quicker.
    let action = try action()
    if action == .drop || action == .rebuild {
      try connection.execute("DROP INDEX CONCURRENTLY IF EXISTS \(table.index)")
    }
    if action == .build || action == .rebuild { try build() }
    if action == .drop { report("index_dropped") }
    try connection.execute("SELECT pg_advisory_unlock\(lock)")
    return true
  }

  private func action() throws -> IndexPolicy.Action {
    let rows = try connection.query(
      """
      SELECT (SELECT coalesce(sum(faces), 0) FROM tally WHERE gallery = \(table.number))::bigint,
        (SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('\(table.index)'))
      """)
    let state: IndexPolicy.State = rows.isNull(0, 1) ? .none : try rows.bool(0, 1) ? .valid : .invalid
    return policy.action(faces: try rows.bigint(0, 0), dimension: table.dimension, state)
  }

  private func build() throws {
    let began = ContinuousClock.now
    try connection.execute(
      """
      CREATE INDEX CONCURRENTLY \(table.index) ON \(table.name) USING hnsw (embedding halfvec_ip_ops)
        WITH (m = 32, ef_construction = 128)
      """)
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    report("index_built", ["seconds": String(Int(seconds.rounded()))])
  }

  private func report(_ event: String, _ fields: [String: String] = [:]) {
    log.write(
      .info, component: PostgresVectorStore.componentID, event: event,
      fields.merging(["gallery": String(table.number)]) { own, _ in own })
  }
}
