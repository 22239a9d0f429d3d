import Engine
import Testing

@testable import Host

/// A data directory that the first version of the host wrote.
@Suite struct SecondMigrationTests {
  private static let old = """
    INSERT INTO tenants (id, name, role, api_key_digest, api_key_hint, secret_hash, sealed_result_keys, created_at, updated_at)
      VALUES ('t', 'n', 'client', x'01', 'h', 'h', x'02', 1, 1);
    INSERT INTO users VALUES ('p', 't', 'ann', 1);
    INSERT INTO enrollments (id, tenant_id, user_id, status, source, created_at) VALUES ('e', 't', 'p', 'completed', 'photo', 1);
    INSERT INTO faces VALUES ('f1', 't', 'p', 'e', 'directions', 0.9, 'photo', 1, 1);
    INSERT INTO faces VALUES ('f2', 't', 'p', 'e', 'directions', 0.9, 'photo', 1, 2);
    INSERT INTO faces VALUES ('f3', 't', 'p', 'e', 'directions', 0.9, 'photo', 0, 3);
    INSERT INTO vector_removals VALUES ('gone', 't', 'directions', 4);
    """

  private func upgraded(_ body: (RecognitionWorld, TenantID) async throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
      let first = try await Database.open(
        directory: directory, readerCount: 1, migrator: Migrator(migrations: [.first]))
      try await first.write { try $0.executeScript(Self.old) }
      first.close()
      let database = try await Database.open(directory: directory)
      try await RecognitionWorld.run(on: StorageWorld(database: database, directory: directory)) { world async throws in
        try await body(world, TenantID("t"))
      }
      database.close()
    }
  }

  private func adoption(_ world: RecognitionWorld) -> GalleryAdoption {
    GalleryAdoption(router: world.galleries, requests: world.requests, tenants: world.storage.tenants, log: world.log)
  }

  @Test func facesAreCountedAndRemovalsGoToTheDefaultStore() async throws {
    try await upgraded { world, tenant async throws in
      #expect(try await world.galleries.size(of: tenant) == 2)
      try await adoption(world).run()
      #expect(try await world.storage.queuedRemovals(tenant, model: EmbeddingModel.directions.id) == [FaceID("gone")])
      let copies = try await world.galleries.copies(of: tenant)
      #expect(copies.map(\.store) == [StorageWorld.store] && copies[0].phase == .ready)
    }
  }

  @Test func embeddingsAreFetchedFromTheStore() async throws {
    try await upgraded { world, tenant async throws in
      try await adoption(world).run()
      let faces = ["f1", "f2"].enumerated().map { index, id in
        FaceRecord(id: FaceID(id), person: PersonID("p"), embedding: .at(Double(index) * 40))
      }
      try await world.store.add([faces[0]], to: world.galleries.gallery(of: tenant))
      #expect(try await world.backfill.run(tenant) == 1, "the store lost one")
      try await world.store.add([faces[1]], to: world.galleries.gallery(of: tenant))
      #expect(try await world.backfill.run(tenant) == 0)
      let kept = try await world.storage.vault.faces(
        after: nil, limit: 9, tenant: tenant, model: EmbeddingModel.directions.id)
      #expect(kept == faces)
    }
  }
}
