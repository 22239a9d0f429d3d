import Engine
import EngineTestKit
import FAISSStore
import Testing

/// Inverted lists: they keep the promised recall, and never find what is not there. The limit only ends a test whose index
/// never comes.
@Suite(.timeLimit(.minutes(20))) struct IndexTests {
  private static let settings = FAISSStoreSettings(fsync: false, approximateBeyond: 2048)
  private static let dimension = 48

  /// Faces of persons with five samples each near a centre of their own.
  private struct Crowd {
    let gallery: GalleryID
    private var random: SeededGenerator
    private var centers: [[Float]] = []

    init(seed: UInt64) {
      gallery = Samples(dimension: IndexTests.dimension).gallery
      random = SeededGenerator(seed: seed)
    }

    /// Another sample of a person, drawn from those there are.
    mutating func probe() throws -> Embedding { try sample(Int.random(in: 0..<centers.count, using: &random)) }

    /// A sample of somebody who is nobody of them.
    mutating func stranger() throws -> Embedding {
      try #require(Embedding(model: gallery.model, normalizing: random.vector(IndexTests.dimension)))
    }

    mutating func faces(_ count: Int, prefix: String = "face") throws -> [FaceRecord] {
      try (0..<count).map { index in
        if index % 5 == 0 { centers.append(random.vector(IndexTests.dimension)) }
        return FaceRecord(
          id: FaceID("\(prefix)-\(index)"), person: PersonID("\(prefix)-person-\(index / 5)"),
          embedding: try sample(centers.count - 1))
      }
    }

    private mutating func sample(_ person: Int) throws -> Embedding {
      let values = centers[person].map { $0 + 0.3 * random.normal() }
      return try #require(Embedding(model: gallery.model, normalizing: values))
    }
  }

  /// Returns when the log has an event so many times.
  private static func wait(for event: String, times: Int = 1, in log: EventKeeper) async throws {
    while log.events.count(where: { $0 == event }) < times { try await Task.sleep(for: .milliseconds(5)) }
  }

  /// Holds searches against the oracle: nothing but true scores, the floor of recall, and exact answers where asked for.
  private static func expectPromise(
    _ store: FAISSVectorStore, _ crowd: inout Crowd, _ faces: [FaceRecord], _ when: String
  ) async throws {
    let oracle = FloatOracle(faces: faces)
    let gallery = crowd.gallery
    var (hits, strangersHits) = (0, 0)
    let probes = 200
    for number in 0..<2 * probes {
      let isStranger = number >= probes
      let probe = isStranger ? try crowd.stranger() : try crowd.probe()
      let expected = oracle.matches(probe, limit: faces.count)
      let scores = Dictionary(uniqueKeysWithValues: expected.map { ($0.id, $0) })
      let matches = try await store.search(probe, in: gallery, limit: 5)
      #expect(matches.count == 5)
      for match in matches { #expect(scores[match.id] == match, "\(when)") }
      if matches.first?.id == expected.first?.id {
        if isStranger { strangersHits += 1 } else { hits += 1 }
      }
      let exact = try await store.searchExactly(probe, in: gallery, limit: 5)
      #expect(exact == Array(expected.prefix(5)), "\(when)")
    }
    #expect(hits >= probes * 95 / 100, "recall \(hits) of \(probes) \(when)")
    #expect(strangersHits >= probes * 95 / 100, "strangers: recall \(strangersHits) of \(probes) \(when)")
  }

  @Test func listsKeepTheRecallWhileFacesComeAndGo() async throws {
    let place = try Place()
    let log = EventKeeper()
    var crowd = Crowd(seed: 31)
    let gallery = crowd.gallery
    var faces = try crowd.faces(3000)
    try await withStore(in: place.path, Self.settings, log: log) { store in
      #expect(store.guarantee == .recallFloor(0.95))
      try await store.add(faces, to: gallery)
      try await Self.wait(for: "gallery_indexed", in: log)
      try await Self.expectPromise(store, &crowd, faces, "once indexed")

      // New faces are found at once, before and after they are in lists; removed ones never again.
      let more = try crowd.faces(1500, prefix: "more")
      try await store.add(more, to: gallery)
      faces += more
      for face in more.prefix(50) {
        #expect(try await store.search(face.embedding, in: gallery, limit: 1).first?.id == face.id)
      }
      try await Self.wait(for: "gallery_calibrated", in: log)
      let gone = Set(faces.enumerated().filter { $0.offset % 3 == 0 }.map(\.element.id))
      try await store.remove(Array(gone), from: gallery)
      faces.removeAll { gone.contains($0.id) }
      try await Self.wait(for: "gallery_calibrated", times: 2, in: log)
      try await Self.expectPromise(store, &crowd, faces, "after changes")

      // Long answers are complete.
      let probe = try crowd.probe()
      for limit in [100, 1000, 5000] {
        let matches = try await store.search(probe, in: gallery, limit: limit)
        #expect(matches.count == min(limit, faces.count))
      }

      // Twice as many: the lists are made anew.
      let doubled = try crowd.faces(4000, prefix: "doubled")
      try await store.add(doubled, to: gallery)
      faces += doubled
      try await Self.wait(for: "gallery_indexed", times: 2, in: log)
      try await Self.expectPromise(store, &crowd, faces, "twice as large")

      // Few: no lists, no codes, everything exact.
      try await store.remove(faces[500...].map(\.id), from: gallery)
      faces.removeLast(faces.count - 500)
      let oracle = FloatOracle(faces: faces)
      for _ in 0..<20 {
        let probe = try crowd.probe()
        let matches = try await store.search(probe, in: gallery, limit: 7)
        #expect(matches == oracle.matches(probe, limit: 7))
      }
    }
  }

  /// Writers and searches go on while lists are trained and filled.
  @Test func changesDuringTrainingAreNotLost() async throws {
    let place = try Place()
    let log = EventKeeper()
    var crowd = Crowd(seed: 32)
    let gallery = crowd.gallery
    let first = try crowd.faces(3000)
    let second = try crowd.faces(600, prefix: "second")
    try await withStore(in: place.path, Self.settings, log: log) { store in
      try await store.add(first, to: gallery)
      for index in 0..<600 {
        try await store.add([second[index]], to: gallery)
        try await store.remove([first[index * 2].id], from: gallery)
        let match = try await store.search(second[index].embedding, in: gallery, limit: 1).first
        #expect(match?.id == second[index].id)
      }
      try await Self.wait(for: "gallery_indexed", in: log)
      let gone = Set((0..<600).map { first[$0 * 2].id })
      try await Self.expectPromise(store, &crowd, first.filter { !gone.contains($0.id) } + second, "after the race")
    }
  }

  /// Faces that lie in no clusters have no use of lists: the gallery is searched exactly rather than badly.
  @Test func galleriesWithoutClustersStayExact() async throws {
    let place = try Place()
    let log = EventKeeper()
    var samples = Samples(dimension: 64, seed: 33)
    let faces = samples.faces(2500)
    try await withStore(in: place.path, Self.settings, log: log) { store in
      try await store.add(faces, to: samples.gallery)
      try await Self.wait(for: "gallery_searched_exactly", in: log)
      let oracle = FloatOracle(faces: faces)
      for _ in 0..<30 {
        let probe = samples.embedding()
        let matches = try await store.search(probe, in: samples.gallery, limit: 5)
        #expect(matches == oracle.matches(probe, limit: 5))
      }
    }
  }

  /// Stopping does not wait for an index, and emptying or putting away a gallery ends the work on it.
  @Test func trainingEndsWithItsGallery() async throws {
    let place = try Place()
    var crowd = Crowd(seed: 34)
    let faces = try crowd.faces(4000)
    let gallery = crowd.gallery
    for isEmptied in [true, false] {
      try await withStore(in: place.path, Self.settings) { store in
        try await store.add(faces, to: gallery)
        if isEmptied {
          try await store.removeAll(from: gallery)
          #expect(try await store.search(faces[0].embedding, in: gallery, limit: 1).isEmpty)
        }
      }
    }
    let count = try await withStore(in: place.path) { try await $0.count(in: gallery) }
    #expect(count == 4000)
  }

  @Test func listsAreOffUnlessAskedFor() async throws {
    let place = try Place()
    let store = FAISSVectorStore(directory: place.path, log: SilentLog())
    #expect(store.guarantee == .exact)
  }
}
