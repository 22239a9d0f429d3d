import Engine
import Testing

@testable import Host

/// Angles between faces stand for how unlike they are: 10° is a cosine of 0.985, 60° one of 0.5.
@Suite struct IdentificationTests {
  @Test func anEmptyGalleryKnowsNobody() async throws {
    try await RecognitionWorld.run { world async throws in
      let decision = try await world.identify(0)
      #expect(decision.verdict == .unknown)
      #expect(decision.candidates.isEmpty)
      #expect(decision.gallerySize == 0)
      #expect(decision.threshold == 0.6)
      #expect(decision.store == "store.memory")
    }
  }

  @Test func theNearestIsAMatchOnlyOverTheThreshold() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 0)
      try await world.enroll("ben", at: 90)
      let near = try await world.identify(10)
      #expect(near.verdict == .match(near.candidates[0]))
      #expect(near.candidates.map(\.person) == [PersonID("ann"), PersonID("ben")])
      #expect(abs(near.candidates[0].similarity - 0.9848) < 0.001)
      #expect(near.gallerySize == 2)
      // The nearest of all, and yet a stranger: the cosine of 60° is 0.5.
      let stranger = try await world.identify(-60)
      #expect(stranger.verdict == .unknown)
      #expect(stranger.candidates.first?.person == PersonID("ann"))
    }
  }

  @Test func twoPeopleTooCloseToCallAreAmbiguousEvenWhereOneIsAskedFor() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: -4)
      try await world.enroll("ben", at: 5)
      let decision = try await world.identify(0, limit: 1)
      #expect(decision.verdict == .ambiguous)
      #expect(decision.candidates.map(\.person) == [PersonID("ann")])
    }
  }

  @Test func manySamplesOfOnePersonDoNotCrowdTheSecondOut() async throws {
    try await RecognitionWorld.run { world async throws in
      var settings = RecognitionSettings.threshold(0.6)
      settings.maxSamplesPerUser = 6
      try await world.enroll("ann", at: 0, 0.1, 0.2, 0.3, 0.4, 0.5, settings: settings)
      try await world.enroll("ben", at: 1, settings: settings)
      let decision = try await world.identify(0, settings: settings, limit: 1)
      #expect(decision.verdict == .ambiguous)
    }
  }

  @Test func anotherTenantsGalleryIsNeverSearched() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 0, tenant: world.storage.b)
      let decision = try await world.identify(0)
      #expect(decision.verdict == .unknown)
      #expect(decision.candidates.isEmpty)
      #expect(decision.gallerySize == 0)
      #expect(try await world.identify(0, tenant: world.storage.b).candidates.map(\.person) == [PersonID("ann")])
    }
  }

  /// A crash between the two stores leaves vectors without a completed enrollment.
  @Test func vectorsOfUnfinishedEnrollmentsAndOfDeletedFacesDoNotCount() async throws {
    try await RecognitionWorld.run { world async throws in
      let (tenant, now) = (world.storage.a, StorageWorld.now)
      let person = try await world.storage.users.findOrCreate("half", tenant: tenant, now: now).person
      let pending = try await world.storage.enrollments.begin(person: person, source: .photo, tenant: tenant, now: now)
      let record = FaceRecord(id: FaceID("staged"), person: person, embedding: .at(0))
      let face = NewFace(
        id: record.id, model: EmbeddingModel.directions.id, quality: 1,
        sealed: try SealedEmbedding(record, tenant: tenant, sealer: world.storage.ring))
      try await world.storage.enrollments.stage([face], in: pending.id, tenant: tenant, limit: 9, now: now)
      try await world.store.add(
        [record], to: world.galleries.gallery(of: tenant))
      #expect(try await world.identify(0).candidates.isEmpty)

      let gone = try await world.enroll("gone", at: 0)
      let user = try #require(try await world.storage.users.find("gone", tenant: tenant))
      _ = try await world.storage.enrollments.deleteFaces(gone.faces, of: user.person, tenant: tenant, now: now)
      // The row is gone; the vector, which nobody has removed yet, is still there.
      #expect(world.store.stored.contains { $0.id == gone.faces[0] })
      #expect(try await world.identify(0).verdict == .unknown)
    }
  }

  @Test func theThresholdGrowsWithTheSamplesInTheGallery() async throws {
    try await RecognitionWorld.run { world async throws in
      let settings = HostConfiguration.defaults.recognition
      try await world.enroll("ann", at: 0, settings: settings)
      let one = try await world.identify(0, settings: settings)
      #expect(abs(one.threshold - 0.5) < 0.001, "one sample, FPIR 1 %: the point at FMR 1 %")
      try await world.enroll("ben", at: 90, 91, 92, 93, 94, 95, 96, 97, 98, settings: settings)
      let ten = try await world.identify(0, settings: settings)
      #expect(ten.gallerySize == 10)
      #expect(abs(ten.threshold - 0.6) < 0.001, "ten samples: the point half-way to FMR 0.01 %")
    }
  }

  @Test func anUnreachableStoreIsAnErrorAndNotAStranger() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 0)
      world.store.fail(.search, with: VectorStoreError.unavailable("away"))
      await #expect(throws: VectorStoreError.unavailable("away")) { try await world.identify(0) }
    }
  }
}
