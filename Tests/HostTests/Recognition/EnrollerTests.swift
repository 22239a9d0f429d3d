import Engine
import Testing

@testable import Host

@Suite struct EnrollerTests {
  @Test func samplesBecomeSearchableTogether() async throws {
    try await RecognitionWorld.run { world async throws in
      let enrolled = try await world.enroll("ann", at: 0, 5, 10, id: "enrollment-1")
      #expect(Set(enrolled.faces).count == 3)
      #expect(enrolled.duplicateOf == nil)
      #expect(Set(world.store.stored.map(\.id)) == Set(enrolled.faces))
      let stored = try #require(try await world.storage.enrollments.find("enrollment-1", tenant: world.storage.a))
      #expect(stored.status == .completed && stored.faceCount == 3 && stored.source == .photo)
      #expect(try await world.identify(5).candidates.map(\.person) == [PersonID("ann")])
      // The gallery knows persons by the host's own ids.
      #expect(world.store.stored.allSatisfy { $0.person != PersonID("ann") })
    }
  }

  @Test func aStoreThatFailsLeavesNothing() async throws {
    try await RecognitionWorld.run { world async throws in
      world.store.fail(.add, with: VectorStoreError.unavailable("away"))
      await #expect(throws: VectorStoreError.unavailable("away")) {
        try await world.enroll("ann", at: 0, id: "enrollment-1")
      }
      #expect(try await world.storage.users.find("ann", tenant: world.storage.a) == nil)
      #expect(try await world.storage.enrollments.pending().isEmpty)
      #expect(try await world.storage.writes.count(store: StorageWorld.store) == 1)
      #expect(world.store.stored.isEmpty)
      // And the next attempt is not in its way.
      world.store.fail(.add, with: nil)
      world.clock.advance(by: .seconds(1))
      try await world.enroll("ann", at: 0)
      #expect(try await world.identify(0).verdict.name == "match")
      #expect(try await world.storage.writes.count(store: StorageWorld.store) == 0)
    }
  }

  @Test func aUserWhoWasThereStaysWhenMoreSamplesFail() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 0)
      world.store.fail(.add, with: VectorStoreError.damaged("torn"))
      await #expect(throws: VectorStoreError.damaged("torn")) { try await world.enroll("ann", at: 10) }
      #expect(try await world.storage.users.find("ann", tenant: world.storage.a)?.faceCount == 1)
      #expect(try await world.identify(0).gallerySize == 1)
    }
  }

  @Test func overTheLimitNothingIsAdded() async throws {
    try await RecognitionWorld.run { world async throws in
      var settings = RecognitionSettings.threshold(0.6)
      settings.maxSamplesPerUser = 2
      await #expect(throws: StorageError.limitReached(2)) {
        try await world.enroll("ann", at: 0, 1, 2, settings: settings)
      }
      #expect(try await world.storage.users.find("ann", tenant: world.storage.a) == nil)
      try await world.enroll("ann", at: 0, settings: settings)
      await #expect(throws: StorageError.limitReached(2)) {
        try await world.enroll("ann", at: 1, 2, settings: settings)
      }
      #expect(world.store.stored.count == 1)
      #expect(try await world.storage.users.find("ann", tenant: world.storage.a)?.faceCount == 1)
    }
  }

  @Test func theSameFaceUnderAnotherNameIsReported() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 0)
      #expect(try await world.enroll("far", at: 120).duplicateOf == nil)
      #expect(try await world.enroll("ben", at: 8, 12).duplicateOf == PersonID("ann"))
      // The nearest is ann herself; ben, behind her, is over the threshold too.
      #expect(try await world.enroll("ann", at: 0).duplicateOf == PersonID("ben"))
      #expect(try await world.enroll("ann", at: 0, tenant: world.storage.b).duplicateOf == nil, "tenants are apart")
    }
  }

  @Test func moreSamplesOfOnesOwnAreNoDuplicate() async throws {
    try await RecognitionWorld.run { world async throws in
      var settings = RecognitionSettings.threshold(0.6)
      settings.refuseDuplicates = true
      try await world.enroll("ann", at: 0, settings: settings)
      #expect(try await world.enroll("ann", at: 1, settings: settings).duplicateOf == nil)
      #expect(world.store.stored.count == 2)
    }
  }

  @Test func aDuplicateIsRefusedWhereTheTenantSaysSo() async throws {
    try await RecognitionWorld.run { world async throws in
      var settings = RecognitionSettings.threshold(0.6)
      settings.refuseDuplicates = true
      try await world.enroll("ann", at: 0, settings: settings)
      let refusal = await #expect(throws: Enroller.Duplicate.self) {
        try await world.enroll("ben", at: 5, settings: settings, id: "refused")
      }
      #expect(refusal?.of == PersonID("ann"))
      #expect(try await world.storage.users.find("ben", tenant: world.storage.a) == nil)
      #expect(try await world.storage.enrollments.find("refused", tenant: world.storage.a) == nil)
      #expect(world.store.stored.count == 1)
    }
  }
}
