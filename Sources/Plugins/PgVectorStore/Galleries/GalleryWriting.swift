import Engine

/// Changes of one gallery's partition. Each leaves the tally in the same transaction.
///
/// Counting a large table takes milliseconds, so the table `tally` keeps each gallery's count, in up to sixteen rows so
/// that writers need not wait for each other.
struct GalleryWriting {
  let table: GalleryTable
  let connection: Connection

  private static let removalMilliseconds = 600_000
  /// Each statement has its time limit, and an index makes a row cost a millisecond or two: a batch of any size passes.
  private static let facesPerCopy = 250
  private static let slot = "(pg_backend_pid() % 16)"

  /// Adds faces, each id once among them: all or none.
  ///
  /// - Throws: `VectorStoreError.duplicate`, `DatabaseFailure`.
  func add(_ faces: [FaceRecord]) throws {
    if faces.count == 1 { return try insert(faces[0]) }
    // In the order of their ids, so that two batches with common ids wait for each other in one direction only.
    let sorted = faces.sorted { $0.id.rawValue.utf8.lexicographicallyPrecedes($1.id.rawValue.utf8) }
    for _ in 0..<3 {
      do {
        return try connection.transaction {
          for start in stride(from: 0, to: sorted.count, by: Self.facesPerCopy) {
            let end = min(start + Self.facesPerCopy, sorted.count)
            try connection.copy(
              "COPY \(table.name) (gallery, id, person, embedding) FROM STDIN BINARY",
              CopyStream(faces: sorted[start..<end], gallery: table.number))
          }
          try connection.execute(
            """
            INSERT INTO tally AS t VALUES (\(table.number), \(Self.slot), \(faces.count))
              ON CONFLICT (gallery, slot) DO UPDATE SET faces = t.faces + excluded.faces
            """)
        }
      } catch DatabaseFailure.refused(let state) where state.isUniqueViolation {
        if let known = try firstKnown(of: sorted) { throw VectorStoreError.duplicate(known) }
        // Whoever was in the way has been removed in the meantime.
      }
    }
    throw VectorStoreError.unavailable("others add and remove the same faces all the time; try again")
  }

  private func insert(_ face: FaceRecord) throws {
    var parameters = Parameters()
    parameters.append(Array(face.id.rawValue.utf8))
    parameters.append(Array(face.person.rawValue.utf8))
    parameters.append(vector: face.embedding.values)
    let rows = try connection.query(
      """
      WITH added AS (
        INSERT INTO \(table.name) VALUES (\(table.number), $1::bytea, $2::bytea, $3::halfvec)
          ON CONFLICT DO NOTHING RETURNING 1)
      INSERT INTO tally AS t SELECT \(table.number), \(Self.slot), 1 FROM added
        ON CONFLICT (gallery, slot) DO UPDATE SET faces = t.faces + 1
      """, parameters)
    if rows.touched == 0 { throw VectorStoreError.duplicate(face.id) }
  }

  private func firstKnown(of faces: [FaceRecord]) throws -> FaceID? {
    var parameters = Parameters()
    parameters.append(faces.map { Array($0.id.rawValue.utf8) })
    let rows = try connection.query("SELECT wanted.id FROM \(matching) LIMIT 1", parameters)
    return rows.count == 0 ? nil : FaceID(rows.text(0, 0))
  }

  /// Removes faces; how many were there.
  func remove(_ ids: [FaceID]) throws -> Int {
    var parameters = Parameters()
    parameters.append(ids.map { Array($0.rawValue.utf8) })
    return try delete("DELETE FROM \(table.name) face USING \(wanted) WHERE \(isWanted)", parameters)
  }

  /// Removes all faces; how many there were.
  func removeAll() throws -> Int {
    // A million rows take ten seconds and more.
    try connection.transaction {
      try connection.execute("SET LOCAL statement_timeout = \(Self.removalMilliseconds)")
      return try connection.patiently(.milliseconds(Self.removalMilliseconds + Connection.graceMilliseconds)) {
        try delete("DELETE FROM \(table.name)", Parameters())
      }
    }
  }

  private func delete(_ statement: String, _ parameters: Parameters) throws -> Int {
    let rows = try connection.query(
      """
      WITH gone AS (\(statement) RETURNING 1), sum AS (SELECT count(*) AS faces FROM gone),
        counted AS (
          INSERT INTO tally AS t SELECT \(table.number), \(Self.slot), -faces FROM sum WHERE faces > 0
            ON CONFLICT (gallery, slot) DO UPDATE SET faces = t.faces + excluded.faces)
      SELECT faces FROM sum
      """, parameters)
    return try rows.bigint(0, 0)
  }

  private var wanted: String { "unnest($1::bytea[]) AS wanted(id)" }
  private var isWanted: String {
    "\(FaceColumns.idHead("face.id")) = \(FaceColumns.idHead("wanted.id")) AND face.id = wanted.id"
  }
  private var matching: String { "\(table.name) face JOIN \(wanted) ON \(isWanted)" }
}
