import Engine
import Testing

@testable import Host

@Suite struct EmbeddingVaultTests {
  @Test func embeddingsAreSealedForTheirFacePersonAndTenant() async throws {
    try await RecognitionWorld.run { world async throws in
      let (storage, model) = (world.storage, EmbeddingModel.directions.id)
      let ann = try await world.enroll("ann", at: 12)
      let ben = try await world.enroll("ben", at: 99)
      #expect(try await storage.vault.faces(ann.faces, tenant: storage.a, model: model).map(\.embedding) == [.at(12)])
      #expect(try await storage.vault.faces(ann.faces, tenant: storage.b, model: model).isEmpty)
      // Whoever can write the database exchanges two persons, or two vectors.
      for sql in [
        "UPDATE faces SET user_id = '\(ben.person)' WHERE id = '\(ann.faces[0])'",
        "UPDATE embeddings SET sealed = (SELECT sealed FROM embeddings WHERE face_id = '\(ann.faces[0])')",
      ] {
        try await storage.database.write { try $0.executeScript(sql) }
        await #expect(throws: DataSealerError.notAuthentic) {
          try await storage.vault.faces(ann.faces + ben.faces, tenant: storage.a, model: model)
        }
      }
    }
  }

  @Test func noVectorIsInTheDatabaseInTheClear() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 12)
      let stored = try await world.storage.database.read { connection in
        try connection.rows("SELECT sealed FROM embeddings") { $0.blob(0) }
      }
      let plain = Embedding.at(12).values.withUnsafeBytes { Array($0) }
      #expect(stored.count == 1 && stored[0].count == plain.count + 45)
      #expect(!stored[0].indices.contains { stored[0][$0...].starts(with: plain.prefix(4)) })
    }
  }

  @Test func deletedFacesTakeTheirEmbeddingsWithThem() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 12)
      _ = try await world.storage.users.delete("ann", tenant: world.storage.a, now: StorageWorld.now)
      let left = try await world.storage.database.read { connection in
        try connection.first("SELECT count(*) FROM embeddings") { $0.integer(0) }
      }
      #expect(left == 0)
    }
  }

  @Test func pagesComeInTheOrderOfIds() async throws {
    try await RecognitionWorld.run { world async throws in
      for index in 0..<7 { try await world.enroll("user-\(index)", at: Double(index) * 50) }
      let (vault, tenant, model) = (world.storage.vault, world.storage.a, EmbeddingModel.directions.id)
      var seen: [FaceID] = []
      while true {
        let page = try await vault.faces(after: seen.last, limit: 3, tenant: tenant, model: model)
        if page.isEmpty { break }
        seen += page.map(\.id)
      }
      #expect(seen.count == 7 && seen.map(\.rawValue) == seen.map(\.rawValue).sorted())
      #expect(
        try await vault.faces(after: seen[1], until: seen[3], limit: 9, tenant: tenant, model: model).map(\.id)
          == Array(seen[2...3]))
    }
  }
}
