import Engine
import Testing

@testable import Host

@Suite struct KeyRotationTests {
  private func rotation(_ world: RecognitionWorld) -> KeyRotation {
    KeyRotation(
      keys: world.storage.keys, ring: world.storage.ring, vault: world.storage.vault, stores: world.stores,
      copies: world.storage.copies, log: world.log)
  }

  @Test func everythingIsSealedAnewAndTheOldKeyDestroyed() async throws {
    try await RecognitionWorld.run { world async throws in
      let enrolled = try await world.enroll("ann", at: 0, 10, 20)
      let (keys, old) = (world.storage.keys, world.storage.ring.keyID)
      let new = try await keys.add(replacing: old, now: StorageWorld.now)
      #expect(try await keys.ids() == [new, old])
      await #expect(throws: StorageError.self, "an embedding needs it still") { try await keys.destroy(old) }
      try await rotation(world).round()
      #expect(world.storage.ring.keyID == new)
      #expect(try await keys.ids() == [new])
      let faces = try await world.storage.vault.faces(
        enrolled.faces, tenant: world.storage.a, model: EmbeddingModel.directions.id)
      #expect(faces.map(\.embedding) == [.at(0), .at(10), .at(20)])
      try await world.enroll("ben", at: 90)
      #expect(world.log.lines.contains { $0.event == "data_resealed" && $0.fields["embeddings"] == "3" })
    }
  }

  /// Its files may be sealed under the old key.
  @Test func theOldKeyIsKeptForAStoreThatIsNotRun() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 0)
      try await world.storage.copies.set(
        .kept, .ready, of: "store.absent", tenant: world.storage.a, model: StorageWorld.model, now: StorageWorld.now)
      let new = try await world.storage.keys.add(replacing: world.storage.ring.keyID, now: StorageWorld.now)
      try await rotation(world).round()
      #expect(try await world.storage.keys.ids().count == 2)
      #expect(world.storage.ring.keyID == new)
      let told = world.log.lines.filter { $0.event == "old_keys_kept" }
      #expect(told.count == 1)
      try await rotation(world).round()
      #expect(world.log.lines.filter { $0.event == "old_keys_kept" } == told, "once is enough")
      // The store's galleries are gone, or it is run again.
      for copy in try await world.storage.copies.copies(of: world.storage.a) where copy.store == "store.absent" {
        try await world.storage.copies.forget(copy)
      }
      try await rotation(world).round()
      #expect(try await world.storage.keys.ids() == [new])
    }
  }

  @Test func onlyOneOfTwoRotationsAtOnceCounts() async throws {
    try await RecognitionWorld.run { world async throws in
      let old = world.storage.ring.keyID
      _ = try await world.storage.keys.add(replacing: old, now: StorageWorld.now)
      await #expect(throws: StorageError.conflict) {
        try await world.storage.keys.add(replacing: old, now: StorageWorld.now)
      }
    }
  }
}
