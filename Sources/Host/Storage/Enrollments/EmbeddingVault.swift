import Engine

/// The sealed embeddings of every face: what vector stores are filled from, whatever becomes of them.
struct EmbeddingVault: Sendable {
  let database: Database
  let sealer: any DataSealer

  /// Active faces of a gallery in the order of their ids, those after `cursor` first.
  func faces(
    after cursor: FaceID?, until last: FaceID? = nil, limit: Int, tenant: TenantID, model: ModelID
  ) async throws -> [FaceRecord] {
    let rows = try await database.read { connection in
      try connection.rows(
        """
        SELECT f.id, f.user_id, e.sealed, e.data_key
        FROM faces AS f INDEXED BY faces_of_gallery JOIN embeddings AS e ON e.face_id = f.id
        WHERE f.tenant_id = ?1 AND f.model_id = ?2 AND f.is_active = 1 AND f.id > ?3 AND (?4 IS NULL OR f.id <= ?4)
        ORDER BY f.id LIMIT ?5
        """, .text(tenant.rawValue), .text(model.rawValue), .text(cursor?.rawValue ?? ""), .text(last?.rawValue),
        .integer(limit), map: Self.row)
    }
    return try open(rows, tenant, model)
  }

  /// Those of these faces that are active, in no particular order.
  func faces(_ ids: [FaceID], tenant: TenantID, model: ModelID) async throws -> [FaceRecord] {
    let rows = try await database.read { connection in
      try ids.compactMap { id in
        try connection.first(
          """
          SELECT f.id, f.user_id, e.sealed, e.data_key FROM faces AS f JOIN embeddings AS e ON e.face_id = f.id
          WHERE f.id = ? AND f.tenant_id = ? AND f.model_id = ? AND f.is_active = 1
          """, .text(id.rawValue), .text(tenant.rawValue), .text(model.rawValue), map: Self.row)
      }
    }
    return try open(rows, tenant, model)
  }

  /// Whether the database knows a face, active or not yet.
  func knows(_ id: FaceID, tenant: TenantID) async throws -> Bool {
    try await database.read { connection in
      try connection.first(
        "SELECT 1 FROM faces WHERE id = ? AND tenant_id = ?", .text(id.rawValue), .text(tenant.rawValue)
      ) { $0.integer(0) } != nil
    }
  }

  // MARK: Faces of schema 1

  /// Active faces of a gallery that have no embedding here: enrolled before embeddings were kept.
  func missing(tenant: TenantID, model: ModelID, limit: Int) async throws -> [(id: FaceID, person: PersonID)] {
    try await database.read { connection in
      try connection.rows(
        """
        SELECT f.id, f.user_id FROM faces AS f WHERE f.tenant_id = ? AND f.model_id = ? AND f.is_active = 1
          AND NOT EXISTS (SELECT 1 FROM embeddings AS e WHERE e.face_id = f.id) ORDER BY f.id LIMIT ?
        """, .text(tenant.rawValue), .text(model.rawValue), .integer(limit)
      ) { (FaceID($0.text(0)), PersonID($0.text(1))) }
    }
  }

  /// Keeps the embeddings of faces that had none here. Faces that are gone by now are left out.
  func keep(_ faces: [FaceRecord], tenant: TenantID) async throws {
    let sealed = try faces.map { ($0.id, try SealedEmbedding($0, tenant: tenant, sealer: sealer)) }
    try await database.write { connection in
      for (id, embedding) in sealed {
        let isThere = try connection.first("SELECT 1 FROM faces WHERE id = ?", .text(id.rawValue)) { $0.integer(0) }
        if isThere != nil { try Self.insert(embedding, of: id, connection) }
      }
    }
  }

  // MARK: Rotation

  /// Seals up to `limit` embeddings that are under another key anew.
  ///
  /// - Returns: how many there were.
  func reseal(limit: Int) async throws -> Int {
    let current = sealer.keyID
    let rows = try await database.read { connection in
      try connection.rows(
        """
        SELECT f.id, f.user_id, e.sealed, e.data_key, f.tenant_id, f.model_id
        FROM embeddings AS e JOIN faces AS f ON f.id = e.face_id WHERE e.data_key <> ? LIMIT ?
        """, .text(current), .integer(limit)
      ) { row in (row: Self.row(row), tenant: TenantID(row.text(4)), model: ModelID(row.text(5))) }
    }
    var renewed: [(FaceID, SealedEmbedding)] = []
    for (row, tenant, model) in rows {
      guard let face = try open([row], tenant, model).first else { continue }
      renewed.append((face.id, try SealedEmbedding(face, tenant: tenant, sealer: sealer)))
    }
    let updates = renewed
    try await database.write { connection in
      for (id, embedding) in updates {
        try connection.execute(
          "UPDATE embeddings SET sealed = ?, data_key = ? WHERE face_id = ?", .blob(embedding.bytes),
          .text(embedding.keyID), .text(id.rawValue))
      }
    }
    return rows.count
  }

  // MARK: Rows

  static func insert(_ embedding: SealedEmbedding, of id: FaceID, _ connection: Connection) throws {
    try connection.execute(
      "INSERT INTO embeddings (face_id, data_key, sealed) VALUES (?, ?, ?) ON CONFLICT (face_id) DO NOTHING",
      .text(id.rawValue), .text(embedding.keyID), .blob(embedding.bytes))
  }

  private struct Stored: Sendable {
    var id: FaceID
    var person: PersonID
    var embedding: SealedEmbedding
  }

  private static func row(_ row: Row) -> Stored {
    Stored(
      id: FaceID(row.text(0)), person: PersonID(row.text(1)),
      embedding: SealedEmbedding(bytes: row.blob(2), keyID: row.text(3)))
  }

  private func open(_ rows: [Stored], _ tenant: TenantID, _ model: ModelID) throws -> [FaceRecord] {
    try rows.map { try $0.embedding.open($0.id, person: $0.person, model: model, tenant: tenant, sealer: sealer) }
  }
}
