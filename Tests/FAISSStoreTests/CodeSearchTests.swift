import Engine
import EngineTestKit
import FAISSStore
import Testing

/// Galleries large enough for codes answer exactly as a scan of the floats does: the same ids, order and scores.
@Suite struct CodeSearchTests {
  /// Above the size from which galleries have codes.
  private static let size = 2300
  private static let limits = [1, 5, 40, 143, 144, 3000]

  private static func record(_ index: Int, _ values: [Float], _ gallery: GalleryID) throws -> FaceRecord {
    FaceRecord(
      id: FaceID("face-\(index * 7919 % 10_007)"), person: PersonID("person-\(index / 4)"),
      embedding: try #require(Embedding(model: gallery.model, normalizing: values)))
  }

  private static func expectExact(
    _ faces: [FaceRecord], _ probes: [Embedding], _ gallery: GalleryID,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let place = try Place()
    try await withStore(in: place.path, FAISSStoreSettings(fsync: false)) { store in
      // In pieces, so that codes begin in the middle and go on behind.
      for start in stride(from: 0, to: faces.count, by: 700) {
        try await store.add(Array(faces[start..<min(start + 700, faces.count)]), to: gallery)
      }
      let oracle = FloatOracle(faces: faces)
      for probe in probes {
        for limit in limits {
          let matches = try await store.search(probe, in: gallery, limit: limit)
          #expect(matches == oracle.matches(probe, limit: limit), "limit \(limit)", sourceLocation: sourceLocation)
        }
      }
    }
  }

  @Test(arguments: [1, 2, 63, 64, 65, 127, 128, 512], [11, 12, 13] as [UInt64])
  func answersAreThoseOfFloats(dimension: Int, seed: UInt64) async throws {
    var samples = Samples(dimension: dimension, seed: seed &* 1000 &+ UInt64(dimension))
    let faces = samples.faces(Self.size)
    let probes = [samples.embedding(), samples.embedding(), faces[17].embedding]
    try await Self.expectExact(faces, probes, samples.gallery)
  }

  /// Thousands of rows whose scores lie closer together than the codes can tell, among them many exact duplicates.
  @Test(arguments: [3, 128]) func nearTiesAndDuplicates(dimension: Int) async throws {
    var random = SeededGenerator(seed: 21)
    let gallery = Samples(dimension: dimension).gallery
    let center = random.vector(dimension)
    let faces = try (0..<Self.size).map { index in
      let values = index % 5 == 0 ? center : center.map { $0 + 1e-4 * random.normal() }
      return try Self.record(index, values, gallery)
    }
    let opposite = try #require(Embedding(model: gallery.model, normalizing: center.map { -$0 }))
    try await Self.expectExact(faces, [faces[0].embedding, faces[1].embedding, opposite], gallery)
  }

  /// Vectors of one number, of one huge number among tiny ones, and of both signs.
  @Test func lopsidedVectors() async throws {
    var random = SeededGenerator(seed: 22)
    let gallery = Samples(dimension: 100).gallery
    let faces = try (0..<Self.size).map { index in
      var values = [Float](repeating: 0, count: 100)
      if index % 3 == 1 { values = random.vector(100).map { $0 * 1e-20 } }
      if index % 3 == 2 { values = random.vector(100).map { $0 * 1e-3 } }
      values[index % 100] = index % 2 == 0 ? 1 : -1e15
      return try Self.record(index, values, gallery)
    }
    let flat = try #require(Embedding(model: gallery.model, normalizing: [Float](repeating: 1, count: 100)))
    try await Self.expectExact(faces, [faces[0].embedding, faces[1].embedding, faces[2].embedding, flat], gallery)
  }

  /// Codes come, go and come again as a gallery grows and shrinks, and always belong to their rows.
  @Test func codesFollowTheirRows() async throws {
    var samples = Samples(dimension: 48, seed: 23)
    var faces = samples.faces(2600)
    let gallery = samples.gallery
    let place = try Place()
    try await withStore(in: place.path, FAISSStoreSettings(compactAfter: 500, fsync: false)) { store in
      try await store.add(faces, to: gallery)
      for (left, more) in [(2500, 0), (1500, 900), (900, 100), (1000, 1500), (10, 2400)] {
        faces.shuffle()
        try await store.remove(faces[left...].map(\.id), from: gallery)
        faces.removeLast(faces.count - left)
        let new = samples.faces(more, prefix: "after-\(left)")
        try await store.add(new, to: gallery)
        faces += new
        let oracle = FloatOracle(faces: faces)
        for probe in [samples.embedding(), faces[0].embedding] {
          let matches = try await store.search(probe, in: gallery, limit: 20)
          #expect(matches == oracle.matches(probe, limit: 20), "\(left) left, \(more) added")
        }
      }
    }
    let oracle = FloatOracle(faces: faces)
    let probe = samples.embedding()
    let again = try await withStore(in: place.path) { try await $0.search(probe, in: gallery, limit: 20) }
    #expect(again == oracle.matches(probe, limit: 20))
  }

  /// Many in one group: removals that end the codes and additions that begin them, made durable by one write.
  @Test func oneGroupMayEndAndBeginCodes() async throws {
    var samples = Samples(dimension: 8, seed: 24)
    let old = samples.faces(2100)
    let new = samples.faces(2100, prefix: "new")
    let gallery = samples.gallery
    let place = try Place()
    try await withStore(in: place.path, FAISSStoreSettings(threads: 1)) { store in
      try await store.add(old, to: gallery)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for part in stride(from: 0, to: 2100, by: 300) {
          group.addTask { try await store.remove(old[part..<part + 300].map(\.id), from: gallery) }
          group.addTask { try await store.add(Array(new[part..<part + 300]), to: gallery) }
        }
        try await group.waitForAll()
      }
      let probe = samples.embedding()
      let matches = try await store.search(probe, in: gallery, limit: 30)
      #expect(matches == FloatOracle(faces: new).matches(probe, limit: 30))
    }
  }

  /// Searches that share a pass over the codes, with answers of many lengths, get what they get alone.
  @Test func companyChangesNothing() async throws {
    var samples = Samples(dimension: 100, seed: 25)
    let faces = samples.faces(3000)
    let probes = (0..<32).map { (samples.embedding(), [1, 5, 100, 1000][$0 % 4]) }
    let gallery = samples.gallery
    let oracle = FloatOracle(faces: faces)
    let place = try Place()
    try await withStore(in: place.path, FAISSStoreSettings(fsync: false, threads: 1)) { store in
      try await store.add(faces, to: gallery)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (probe, limit) in probes {
          group.addTask {
            let matches = try await store.search(probe, in: gallery, limit: limit)
            #expect(matches == oracle.matches(probe, limit: limit))
          }
        }
        try await group.waitForAll()
      }
    }
  }
}
