import Engine

/// Vectors that the vector store must still forget. A removal is queued in the transaction that deletes the face's row,
/// and stays until it is confirmed: no crash and no unreachable vector store leaves a deleted person's vector behind.
struct VectorRemovalQueue: Sendable {
  let database: Database

  /// One vector to remove.
  struct Removal: Sendable, Hashable {
    var face: FaceID
    var tenant: TenantID
    var model: ModelID
  }

  /// The oldest removals of every tenant, or of one; of every model, or of one.
  func pending(tenant: TenantID? = nil, model: ModelID? = nil, limit: Int = 1000) async throws -> [Removal] {
    try await database.read { connection in
      try connection.rows(
        """
        SELECT face_id, tenant_id, model_id FROM vector_removals
        WHERE (?1 IS NULL OR tenant_id = ?1) AND (?2 IS NULL OR model_id = ?2) ORDER BY queued_at LIMIT ?3
        """, .text(tenant?.rawValue), .text(model?.rawValue), .integer(limit)
      ) { Removal(face: FaceID($0.text(0)), tenant: TenantID($0.text(1)), model: ModelID($0.text(2))) }
    }
  }

  /// Notes that the vector store has forgotten these durably.
  func confirm(_ removals: [Removal]) async throws {
    try await database.write { connection in
      for removal in removals {
        try connection.execute(
          "DELETE FROM vector_removals WHERE face_id = ? AND tenant_id = ?", .text(removal.face.rawValue),
          .text(removal.tenant.rawValue))
      }
    }
  }
}
