import Engine
import Testing

@testable import Host

@Suite struct RecallMeterTests {
  private static func matches(_ similarities: Float...) -> [FaceMatch] {
    similarities.enumerated().map {
      FaceMatch(id: FaceID("\($0.offset)"), person: PersonID("p"), similarity: $0.element)
    }
  }

  private static func compare(_ found: [FaceMatch], _ exact: [FaceMatch]) -> RecallRecords.Sum {
    RecallMeter.compare(found, with: exact, tolerance: 0.001)
  }

  @Test func countsWhatWasFound() {
    let exact = Self.matches(0.9, 0.8, 0.7)
    #expect(Self.compare(exact, exact) == .init(probes: 1, nearestFound: 1, wanted: 3, found: 3))
    #expect(Self.compare(Self.matches(0.8, 0.7, 0.6), exact) == .init(probes: 1, nearestFound: 0, wanted: 3, found: 2))
    #expect(Self.compare(Self.matches(0.9), exact) == .init(probes: 1, nearestFound: 1, wanted: 3, found: 1))
    #expect(Self.compare([], exact) == .init(probes: 1, nearestFound: 0, wanted: 3, found: 0))
    #expect(Self.compare(Self.matches(0.5), []) == .init(), "an empty gallery says nothing")
  }

  @Test func equallySimilarFacesMayComeInAnyOrder() {
    #expect(Self.compare(Self.matches(0.8995, 0.7), Self.matches(0.9, 0.7001)).nearestFound == 1)
  }

  @Test func liveSearchesOfApproximateStoresAreSampled() async throws {
    try await RecognitionWorld.run(
      second: MemoryGallery(guarantee: .recallFloor(0.9)), recallSample: 1
    ) { world async throws in
      try await world.enroll("ann", at: 0)
      _ = try await world.identify(0)
      #expect(try await world.ask(.move) == nil)
      await world.settle()
      let records = RecallRecords(database: world.storage.database)
      #expect(try await records.sums().isEmpty, "an exact store is not sampled")
      _ = try await world.identify(0)
      var sums: [(store: String, sum: RecallRecords.Sum)] = []
      for _ in 0..<500 where sums.isEmpty {
        try await Task.sleep(for: .milliseconds(10))
        sums = try await records.sums(tenant: world.storage.a)
      }
      let sum = try #require(sums.first)
      #expect(sum.store == RecognitionWorld.secondStore)
      #expect(sum.sum == .init(probes: 1, nearestFound: 1, wanted: 1, found: 1) && sum.sum.atOne == 1)
      #expect(try await records.sums(tenant: world.storage.b).isEmpty)
    }
  }
}
