import Engine
import Testing

@testable import Host

@Suite struct VerificationTests {
  @Test func theClaimedUsersBestSampleDecidesAndNobodyElses() async throws {
    try await RecognitionWorld.run { world async throws in
      let (tenant, settings) = (world.storage.a, RecognitionSettings.threshold(0.6))
      try await world.enroll("ann", at: 0, 40)
      try await world.enroll("ben", at: 100)
      let same = try #require(
        try await world.recognizer.verify(.at(45), user: PersonID("ann"), tenant: tenant, settings: settings))
      #expect(same.verdict.name == "match")
      #expect(same.candidates.map(\.person) == [PersonID("ann")])
      #expect(abs(same.candidates[0].similarity - 0.9962) < 0.001)
      #expect(same.gallerySize == 2)
      #expect(same.store == "store.memory")
      let other = try #require(
        try await world.recognizer.verify(.at(100), user: PersonID("ann"), tenant: tenant, settings: settings))
      #expect(other.verdict == .unknown, "it is ben, and ann was claimed")
    }
  }

  @Test func unknownUsersAndUsersWithoutSamplesHaveNothingToCompare() async throws {
    try await RecognitionWorld.run { world async throws in
      let (tenant, settings) = (world.storage.a, RecognitionSettings.threshold(0.6))
      let ann = PersonID("ann")
      #expect(try await world.recognizer.verify(.at(0), user: ann, tenant: tenant, settings: settings) == nil)
      #expect(try await world.recognizer.isEnrolled(ann, tenant: tenant) == false)
      let enrolled = try await world.enroll("ann", at: 0)
      #expect(try await world.recognizer.isEnrolled(ann, tenant: tenant))
      #expect(try await world.recognizer.isEnrolled(ann, tenant: world.storage.b) == false)
      #expect(try await world.recognizer.verify(.at(0), user: ann, tenant: world.storage.b, settings: settings) == nil)
      let person = try #require(try await world.storage.users.find("ann", tenant: tenant)).person
      _ = try await world.storage.enrollments.deleteFaces(
        enrolled.faces, of: person, tenant: tenant, now: StorageWorld.now)
      #expect(try await world.recognizer.verify(.at(0), user: ann, tenant: tenant, settings: settings) == nil)
      #expect(try await world.recognizer.isEnrolled(ann, tenant: tenant) == false)
    }
  }

  @Test func samplesOfAnotherModelAreNoneToCompareWith() async throws {
    try await RecognitionWorld.run { world async throws in
      // `StorageWorld.enroll` stages faces of a model of its own.
      _ = try await world.storage.enroll("ann", tenant: world.storage.a, count: 2)
      #expect(try await world.recognizer.isEnrolled(PersonID("ann"), tenant: world.storage.a) == false)
    }
  }

  @Test func candidatesAreShownByTheTenantsNames() {
    let decision = RecognitionDecision(
      verdict: .ambiguous,
      candidates: [
        Candidate(person: PersonID("a\"b"), similarity: 0.87654), Candidate(person: PersonID("c"), similarity: -0.5),
      ], threshold: 0.6, gallerySize: 2, store: "store.memory")
    #expect(
      decision.candidatesJSON.text
        == #"[{"user_id":"a\"b","similarity":0.8765},{"user_id":"c","similarity":-0.5}]"#)
  }
}
