import Engine
import Testing

@testable import Host

@Suite struct FailoverTests {
  @Test func theFallbackHasEveryFaceAndAnswersWhileThePrimaryIsAway() async throws {
    try await RecognitionWorld.run(fallback: true) { world async throws in
      try await world.enroll("ann", at: 0)
      #expect(Set(world.second.stored.map(\.id)) == Set(world.store.stored.map(\.id)))
      #expect(try await world.identify(0).store == StorageWorld.store)
      world.store.cut(true)
      let decision = try await world.identify(0)
      #expect(decision.store == RecognitionWorld.secondStore && decision.verdict.name == "match")
      #expect(decision.gallerySize == 1)
      let verified = try #require(
        try await world.recognizer.verify(
          .at(0), user: PersonID("ann"), tenant: world.storage.a, settings: .threshold(0.6)))
      #expect(verified.store == RecognitionWorld.secondStore && verified.verdict.name == "match")
    }
  }

  @Test func enrolmentsOfThatTimeReachThePrimaryInTheEnd() async throws {
    try await RecognitionWorld.run(fallback: true) { world async throws in
      try await world.enroll("ann", at: 0)
      world.store.cut(true)
      try await world.enroll("ben", at: 90)
      #expect(try await world.identify(90).verdict.name == "match", "the fallback knows ben at once")
      #expect(try await world.storage.writes.count(store: StorageWorld.store) == 1)
      world.store.cut(false)
      // While the store is left alone, the fallback goes on answering.
      #expect(try await world.identify(90).store == RecognitionWorld.secondStore)
      world.clock.advance(by: .seconds(20))
      let decision = try await world.identify(90)
      #expect(decision.store == StorageWorld.store && decision.verdict.name == "match", "caught up before it answers")
      #expect(world.store.stored.count == 2)
    }
  }

  @Test func aPrimaryThatHangsIsGivenUpInTime() async throws {
    try await RecognitionWorld.run(fallback: true) { world async throws in
      try await world.enroll("ann", at: 0)
      world.store.hang(true)
      #expect(try await world.identify(0).store == RecognitionWorld.secondStore)
      #expect(!world.stores.handles[0].isUp)
      try await world.enroll("ben", at: 90)
      #expect(world.log.lines.filter { $0.event == "store_down" }.count == 1)
      world.store.hang(false)
      world.clock.advance(by: .seconds(20))
      #expect(try await world.identify(90).store == StorageWorld.store)
      #expect(world.log.lines.contains { $0.event == "store_up" })
    }
  }

  @Test func aDamagedPrimaryIsAnsweredForToo() async throws {
    try await RecognitionWorld.run(fallback: true) { world async throws in
      try await world.enroll("ann", at: 0)
      for call in [MemoryGallery.Call.search, .add] { world.store.fail(call, with: VectorStoreError.damaged("torn")) }
      #expect(try await world.identify(0).store == RecognitionWorld.secondStore)
      #expect(world.galleries.watch.count(.damaged) == 1)
      try await world.enroll("ben", at: 90)
      #expect(try await world.identify(90).verdict.name == "match")
    }
  }

  @Test func withoutAFallbackNothingIsPretended() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 0)
      world.store.cut(true)
      await #expect(throws: VectorStoreError.self) { try await world.identify(0) }
      await #expect(throws: VectorStoreError.self) { try await world.enroll("ben", at: 90) }
      #expect(try await world.storage.users.find("ben", tenant: world.storage.a) == nil)
    }
  }

  @Test func aFallbackThatIsNotCompleteDoesNotAnswer() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 0)
      #expect(try await world.ask(.fallback) == nil)
      world.store.cut(true)
      await #expect(throws: VectorStoreError.self) { try await world.identify(0) }
      world.store.cut(false)
      world.clock.advance(by: .seconds(20))
      await world.settle()
      #expect(
        try await world.copies() == [
          StorageWorld.store: "primary ready", RecognitionWorld.secondStore: "fallback ready",
        ])
      world.store.cut(true)
      #expect(try await world.identify(0).store == RecognitionWorld.secondStore)
    }
  }

  @Test func bothAwayIsAnError() async throws {
    try await RecognitionWorld.run(fallback: true) { world async throws in
      try await world.enroll("ann", at: 0)
      world.store.cut(true)
      world.second.cut(true)
      await #expect(throws: VectorStoreError.self) { try await world.identify(0) }
    }
  }
}
