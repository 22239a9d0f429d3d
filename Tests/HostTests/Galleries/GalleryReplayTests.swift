import Engine
import Testing

@testable import Host

@Suite struct GalleryReplayTests {
  @Test func queuedRemovalsAreCarriedOutAndConfirmed() async throws {
    try await RecognitionWorld.run { world async throws in
      let ann = try await world.enroll("ann", at: 0)
      let ben = try await world.enroll("ben", at: 90)
      try await world.delete(ann.faces, of: "ann")
      #expect(world.store.stored.count == 2)
      #expect(await world.galleries.replay.run(world.stores.handles[0]))
      #expect(world.store.stored.map(\.id) == ben.faces)
      #expect(try await world.storage.writes.count(store: StorageWorld.store) == 0)
      #expect(world.log.lines.isEmpty)
    }
  }

  @Test func whatFailsStaysQueued() async throws {
    try await RecognitionWorld.run { world async throws in
      let ann = try await world.enroll("ann", at: 0)
      try await world.delete(ann.faces, of: "ann")
      world.store.fail(.remove, with: VectorStoreError.unavailable("away"))
      #expect(await world.galleries.replay.run(world.stores.handles[0]) == false)
      #expect(try await world.storage.writes.count(store: StorageWorld.store) == 1)
      #expect(world.log.lines.map(\.event) == ["store_down"])
      world.store.fail(.remove, with: nil)
      world.clock.advance(by: .seconds(1))
      #expect(await world.galleries.replay.run(world.stores.handles[0]))
      #expect(world.store.stored.isEmpty)
    }
  }

  /// One tenant's damaged gallery takes no writes; the others' go on.
  @Test func aGalleryThatRefusesDoesNotHoldUpOthers() async throws {
    try await RecognitionWorld.run { world async throws in
      let ann = try await world.enroll("ann", at: 0)
      try await world.delete(ann.faces, of: "ann")
      let ben = try await world.enroll("ben", at: 0, tenant: world.storage.b)
      let person = try #require(try await world.storage.users.find("ben", tenant: world.storage.b)).person
      world.store.fail(.remove, with: VectorStoreError.damaged("torn"))
      _ = try await world.storage.enrollments.deleteFaces(
        ben.faces, of: person, tenant: world.storage.b, now: StorageWorld.now)
      #expect(await world.galleries.replay.run(world.stores.handles[0]) == false)
      #expect(world.store.tries(.remove) == 2, "both were tried")
    }
  }

  /// After a change of the embedder, the old model's vectors wait for a host that runs it again.
  @Test func writesForAModelThatIsNotRunDoNotHoldUpOthers() async throws {
    try await RecognitionWorld.run { world async throws in
      let (old, faces) = try await world.storage.enroll("old", tenant: world.storage.a, count: 3)
      _ = try await world.storage.enrollments.deleteFaces(
        faces.map(\.id), of: old.person, tenant: world.storage.a, now: StorageWorld.now)
      let ann = try await world.enroll("ann", at: 0)
      try await world.delete(ann.faces, of: "ann")
      await world.galleries.replay.run(world.stores.handles[0])
      #expect(world.store.stored.isEmpty)
      #expect(try await world.storage.queuedRemovals(world.storage.a).count == 3)
    }
  }

  /// The answer to a write may be lost when the write was not: it is repeated.
  @Test func facesThatAreThereAlreadyAreNoError() async throws {
    try await RecognitionWorld.run(fallback: true) { world async throws in
      world.second.cut(true)
      let ann = try await world.enroll("ann", at: 0, 5, 10)
      let gallery = world.galleries.gallery(of: world.storage.a)
      world.second.change(gallery) { $0 += world.store.stored.filter { $0.id == ann.faces[1] } }
      world.second.cut(false)
      world.clock.advance(by: .seconds(1))
      #expect(await world.galleries.replay.run(world.stores.handles[1]))
      #expect(Set(world.second.stored.map(\.id)) == Set(ann.faces))
      #expect(world.second.stored.count == 3)
    }
  }

  @Test func faceAddedAndRemovedWhileTheStoreWasAwayIsNotThere() async throws {
    try await RecognitionWorld.run(fallback: true) { world async throws in
      world.store.cut(true)
      let ann = try await world.enroll("ann", at: 0)
      try await world.enroll("ben", at: 90)
      try await world.delete(ann.faces, of: "ann")
      world.store.cut(false)
      world.clock.advance(by: .seconds(1))
      await world.settle()
      #expect(world.store.stored.count == 1 && world.second.stored.count == 1)
      #expect(try await world.identify(0).verdict == .unknown)
      #expect(try await world.identify(90).verdict.name == "match")
    }
  }
}
