import Engine
import Testing

@testable import Host

@Suite struct VectorRemoverTests {
  /// Enrols and deletes, so that vectors wait for their removal.
  private func delete(_ user: String, at degrees: Double, in world: RecognitionWorld) async throws {
    let enrolled = try await world.enroll(user, at: degrees)
    let person = try #require(try await world.storage.users.find(user, tenant: world.storage.a)).person
    _ = try await world.storage.enrollments.deleteFaces(
      enrolled.faces, of: person, tenant: world.storage.a, now: StorageWorld.now + .seconds(1))
  }

  @Test func queuedVectorsAreRemovedAndConfirmed() async throws {
    try await RecognitionWorld.run { world async throws in
      try await delete("ann", at: 0, in: world)
      let ben = try await world.enroll("ben", at: 90)
      await world.removals.drain()
      #expect(world.store.stored.map(\.id) == ben.faces)
      #expect(try await world.storage.removals.pending().isEmpty)
      #expect(world.log.lines.isEmpty)
    }
  }

  @Test func whatFailsStaysQueuedAndIsLogged() async throws {
    try await RecognitionWorld.run { world async throws in
      try await delete("ann", at: 0, in: world)
      world.store.fail(.remove, with: VectorStoreError.unavailable("away"))
      await world.removals.drain()
      #expect(try await world.storage.removals.pending().count == 1)
      #expect(world.log.lines.map(\.event) == ["vector_removal_postponed"])
      world.store.fail(.remove, with: nil)
      await world.removals.drain()
      #expect(try await world.storage.removals.pending().isEmpty)
      #expect(world.store.stored.isEmpty)
    }
  }

  /// After a change of the embedder, the old model's vectors wait for a host that runs it again.
  @Test func removalsOfAModelThatIsNotRunDoNotHoldUpOthers() async throws {
    try await RecognitionWorld.run { world async throws in
      // More than one round of the remover takes.
      for index in 0..<11 {
        let (old, faces) = try await world.storage.enroll("old-\(index)", tenant: world.storage.a, count: 100)
        _ = try await world.storage.enrollments.deleteFaces(
          faces.map(\.id), of: old.person, tenant: world.storage.a, now: StorageWorld.now)
      }
      #expect(try await world.storage.removals.pending(limit: 5000).count == 1100)
      try await delete("ann", at: 0, in: world)
      await world.removals.drain()
      #expect(world.store.stored.isEmpty, "a deleted person's vector must not wait for a thousand others")
      #expect(try await world.storage.removals.pending(limit: 5000).count == 1100)
    }
  }
}
