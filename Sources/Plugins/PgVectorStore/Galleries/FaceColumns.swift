import Engine

/// The columns of a face, and how rows are read and written.
///
/// Ids are `bytea`: PostgreSQL's `text` holds no NUL and orders by locale. They have any length and an index entry has at
/// most 2700 bytes, so the unique index is over an id's first 1000 bytes and, of longer ones, the digest of the whole.
enum FaceColumns {
  static func idHead(_ column: String) -> String { "substring(\(column), 1, 1000)" }
  static func idRest(_ column: String) -> String {
    "(CASE WHEN octet_length(\(column)) > 1000 THEN sha256(\(column)) ELSE ''::bytea END)"
  }

  /// A face from the columns id, person, embedding.
  static func face(_ rows: Rows, _ row: Int, _ model: ModelID) throws -> FaceRecord {
    guard let values = HalfVector.values(rows.bytes(row, 2)),
      let embedding = Embedding(model: model, normalizing: values)
    else { throw VectorStoreError.damaged("a stored vector is no vector: restore the database's backup") }
    return FaceRecord(id: FaceID(rows.text(row, 0)), person: PersonID(rows.text(row, 1)), embedding: embedding)
  }

  /// All rows of the columns id, person, embedding.
  static func faces(_ rows: Rows, _ model: ModelID) throws -> [FaceRecord] {
    var faces: [FaceRecord] = []
    faces.reserveCapacity(rows.count)
    for row in 0..<rows.count { faces.append(try face(rows, row, model)) }
    return faces
  }
}
