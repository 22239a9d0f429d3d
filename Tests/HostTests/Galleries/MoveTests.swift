import Engine
import Testing

@testable import Host

@Suite struct MoveTests {
  private static let moved = [StorageWorld.store: "kept ready", RecognitionWorld.secondStore: "primary ready"]

  @Test func aMoveCopiesVerifiesAndSwitches() async throws {
    try await RecognitionWorld.run { world async throws in
      for index in 0..<5 { try await world.enroll("user-\(index)", at: Double(index) * 70) }
      #expect(try await world.ask(.move) == nil)
      #expect(try await world.identify(0).store == StorageWorld.store, "until it is complete")
      await world.settle()
      #expect(try await world.copies() == Self.moved)
      #expect(try await world.identify(0).store == RecognitionWorld.secondStore)
      #expect(Set(world.second.stored) == Set(world.store.stored))
      let copy = try #require(
        try await world.storage.copies.copies(of: world.storage.a).first { $0.role == .primary })
      #expect(copy.verified == 5 && copy.copied == 5 && copy.checksum?.count == 16 && copy.message == nil)
    }
  }

  @Test func whatChangesDuringTheMoveIsMovedToo() async throws {
    try await RecognitionWorld.run { world async throws in
      let ann = try await world.enroll("ann", at: 0, 5)
      try await world.enroll("ben", at: 90)
      #expect(try await world.ask(.move) == nil)
      try await world.enroll("cid", at: 180)
      try await world.delete([ann.faces[0]], of: "ann")
      await world.keeper.tend(world.stores.handles[1])
      try await world.enroll("dan", at: 270)
      try await world.delete([ann.faces[1]], of: "ann")
      await world.settle()
      #expect(try await world.copies() == Self.moved)
      #expect(world.second.stored.count == 3)
      for degrees in [90.0, 180, 270] { #expect(try await world.identify(degrees).verdict.name == "match") }
      #expect(try await world.identify(0).verdict == .unknown)
    }
  }

  /// The old copy is kept, but not with what was deleted since.
  @Test func deletionsReachTheKeptCopyAndNewFacesDoNot() async throws {
    try await RecognitionWorld.run { world async throws in
      let ann = try await world.enroll("ann", at: 0)
      try await world.enroll("ben", at: 90)
      #expect(try await world.ask(.move) == nil)
      await world.settle()
      try await world.enroll("cid", at: 180)
      try await world.delete(ann.faces, of: "ann")
      await world.settle()
      #expect(world.store.stored.count == 1)
      #expect(try await world.ask(.drop, "") == nil)
      await world.settle()
      #expect(world.store.stored.isEmpty)
      #expect(try await world.copies() == [RecognitionWorld.secondStore: "primary ready"])
      #expect(try await world.identify(180).verdict.name == "match")
    }
  }

  @Test func aMoveBackFillsInWhatTheKeptCopyLacks() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 0)
      #expect(try await world.ask(.move) == nil)
      await world.settle()
      try await world.enroll("ben", at: 90)
      #expect(try await world.ask(.move, StorageWorld.store) == nil)
      await world.settle()
      #expect(
        try await world.copies() == [StorageWorld.store: "primary ready", RecognitionWorld.secondStore: "kept ready"])
      #expect(try await world.identify(90).store == StorageWorld.store)
      #expect(world.store.stored.count == 2)
    }
  }

  @Test func aTargetThatFailsIsTriedAgainFromWhereItWas() async throws {
    try await RecognitionWorld.run { world async throws in
      for index in 0..<4 { try await world.enroll("user-\(index)", at: Double(index) * 90) }
      #expect(try await world.ask(.move) == nil)
      world.second.cut(true)
      await world.settle(rounds: 2)
      #expect(try await world.copies()[RecognitionWorld.secondStore] == "target filling")
      #expect(try await world.identify(0).store == StorageWorld.store)
      world.second.cut(false)
      world.clock.advance(by: .seconds(20))
      await world.settle()
      #expect(try await world.copies() == Self.moved)
    }
  }

  @Test func whatTheTargetHasWrongIsPutRight() async throws {
    try await RecognitionWorld.run { world async throws in
      let ann = try await world.enroll("ann", at: 0)
      let ben = try await world.enroll("ben", at: 90)
      try await world.enroll("cid", at: 180)
      let gallery = world.galleries.gallery(of: world.storage.a)
      #expect(try await world.ask(.move) == nil)
      await world.keeper.tend(world.stores.handles[1])
      world.second.change(gallery) { faces in
        faces.removeAll { $0.id == ann.faces[0] }
        faces = faces.map { $0.id == ben.faces[0] ? FaceRecord(id: $0.id, person: $0.person, embedding: .at(33)) : $0 }
        faces.append(FaceRecord(id: FaceID("zzz-nobody"), person: PersonID("x"), embedding: .at(1)))
      }
      await world.settle()
      #expect(try await world.copies() == Self.moved)
      #expect(Set(world.second.stored) == Set(world.store.stored))
      let copy = try #require(try await world.storage.copies.copies(of: world.storage.a).first { $0.role == .primary })
      #expect(copy.message == "4 faces were put right", "one missing, one changed (removed and added), one unknown")
    }
  }

  /// Store and database are read one after the other: what is enrolled or deleted in between is no difference.
  @Test func changesDuringTheComparisonAreNoDifferences() async throws {
    try await RecognitionWorld.run { world async throws in
      let ann = try await world.enroll("ann", at: 0)
      try await world.enroll("ben", at: 90)
      #expect(try await world.ask(.move) == nil)
      await world.keeper.tend(world.stores.handles[1])
      world.second.afterNextPage {
        try await world.enroll("cid", at: 180)
        try await world.delete(ann.faces, of: "ann")
      }
      await world.settle()
      #expect(try await world.copies() == Self.moved)
      let copy = try #require(try await world.storage.copies.copies(of: world.storage.a).first { $0.role == .primary })
      #expect(copy.message == nil, "nothing had to be put right")
      #expect(world.second.stored.count == 2)
      #expect(world.second.isPagePassed, "the changes came in the middle")
    }
  }

  @Test func aCancelledMoveLeavesNothingInTheTarget() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 0)
      #expect(try await world.ask(.move) == nil)
      await world.keeper.tend(world.stores.handles[1])
      #expect(try await world.ask(.move)?.contains("under way") == true)
      #expect(try await world.ask(.cancel, "") == nil)
      await world.settle()
      #expect(world.second.stored.isEmpty)
      #expect(try await world.copies() == [StorageWorld.store: "primary ready"])
    }
  }

  @Test func aFallbackBecomesThePrimary() async throws {
    try await RecognitionWorld.run(fallback: true) { world async throws in
      try await world.enroll("ann", at: 0)
      #expect(try await world.ask(.move) == nil)
      await world.settle()
      #expect(try await world.copies() == Self.moved)
    }
  }

  @Test func whatMakesNoSenseIsRefusedWithAReason() async throws {
    try await RecognitionWorld.run { world async throws in
      #expect(
        try await world.ask(.move, "store.none")
          == "store.none is not part of the host's configuration (stores.available); valid values: store.memory, store.second"
      )
      #expect(try await world.ask(.move, StorageWorld.store)?.contains("already") == true)
      #expect(try await world.ask(.fallback, StorageWorld.store)?.contains("primary") == true)
      #expect(try await world.ask(.cancel, "") == "no move is under way")
      #expect(try await world.ask(.noFallback, "") == "there is no fallback")
      #expect(try await world.ask(.drop, "") == "no copy is kept after a move")
      #expect(try await world.ask(.rebuild)?.contains("keeps no copy in use") == true)
    }
  }

  @Test func aRebuiltCopyIsWhatTheDatabaseSays() async throws {
    try await RecognitionWorld.run(fallback: true) { world async throws in
      let ann = try await world.enroll("ann", at: 0)
      world.store.change(world.galleries.gallery(of: world.storage.a)) { faces in
        faces = [FaceRecord(id: ann.faces[0], person: PersonID("wrong"), embedding: .at(180))]
      }
      #expect(try await world.ask(.rebuild, StorageWorld.store) == nil)
      #expect(try await world.identify(0).store == RecognitionWorld.secondStore, "the copy does not answer meanwhile")
      try await world.enroll("ben", at: 90)
      await world.settle()
      #expect(Set(world.store.stored) == Set(world.second.stored) && world.store.stored.count == 2)
      #expect(try await world.identify(0).store == StorageWorld.store)
    }
  }
}
