import CFaiss
import Engine
import EngineTestKit
import FAISSStore
import Testing

/// Not less than FAISS itself gives: the same answers as `IndexFlatIP` on the same vectors.
@Suite struct FAISSOracleTests {
  @Test(arguments: [1, 7, 16, 31, 33, 64, 65, 100, 128, 512]) func answersAreFAISSs(dimension: Int) async throws {
    let limit = 10
    var samples = Samples(dimension: dimension, seed: UInt64(dimension))
    let faces = samples.faces(1500)
    let probes = (0..<40).map { _ in samples.embedding() }
    let index = try #require(cfaiss_flat_make(Int64(dimension)))
    defer { cfaiss_flat_free(index) }
    #expect(cfaiss_flat_add(index, Int64(faces.count), faces.flatMap(\.embedding.values)))
    let place = try Place()
    try await withStore(in: place.path) { store in
      try await store.add(faces, to: samples.gallery)
      for probe in probes {
        var scores = [Float](repeating: 0, count: limit)
        var labels = [Int64](repeating: -1, count: limit)
        #expect(cfaiss_flat_search(index, 1, probe.values, Int64(limit), 1, &scores, &labels))
        let matches = try await store.search(probe, in: samples.gallery, limit: limit)
        #expect(matches.count == limit)
        for (match, (score, label)) in zip(matches, zip(scores, labels)) {
          // Sums in another order differ in the last bits; only where two scores are that near may ids differ.
          #expect(abs(match.similarity - score) < 2e-6)
          let isTie = scores.count { abs($0 - score) < 2e-6 } > 1 || dimension == 1
          #expect(match.id == faces[Int(label)].id || isTie)
        }
      }
    }
  }

  @Test func equalScoresRankByID() async throws {
    var samples = Samples()
    let embedding = samples.embedding()
    let ids = ["b", "a", "ä", "Z", "aa"] + (0..<500).map { "n-\($0)" }
    let faces = ids.map { FaceRecord(id: FaceID($0), person: PersonID("p"), embedding: embedding) }
    let expected = ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let place = try Place()
    try await withStore(in: place.path) { store in
      try await store.add(faces.shuffled(), to: samples.gallery)
      for limit in [1, 3, 100, 505] {
        let matches = try await store.search(embedding, in: samples.gallery, limit: limit)
        #expect(matches.map(\.id.rawValue) == Array(expected.prefix(limit)))
      }
    }
  }

  /// Searches that share a pass over the rows get bit for bit what they get alone.
  @Test func companyChangesNothing() async throws {
    var samples = Samples(dimension: 100)
    let faces = samples.faces(3000)
    let probes = (0..<32).map { _ in samples.embedding() }
    let gallery = samples.gallery
    let place = try Place()
    try await withStore(in: place.path, FAISSStoreSettings(threads: 1)) { store in
      try await store.add(faces, to: gallery)
      var alone: [[FaceMatch]] = []
      for probe in probes { alone.append(try await store.search(probe, in: gallery, limit: 20)) }
      let together = try await withThrowingTaskGroup(of: (Int, [FaceMatch]).self) { group in
        for (index, probe) in probes.enumerated() {
          group.addTask { (index, try await store.search(probe, in: gallery, limit: 20)) }
        }
        return try await group.reduce(into: [Int: [FaceMatch]]()) { $0[$1.0] = $1.1 }
      }
      for index in probes.indices { #expect(together[index] == alone[index]) }
    }
  }
}
