import Engine

/// A store on a place of its own while one rule is tested, and the data for it.
final class StoreTrial {
  /// Where the store keeps its data; empty when the trial begins.
  let place: String
  private let reopen: @Sendable (String) async throws -> any VectorStore
  private(set) var store: any VectorStore
  var random: SeededGenerator

  init(
    place: String, seed: UInt64, fresh: @Sendable (String) async throws -> any VectorStore,
    reopen: @escaping @Sendable (String) async throws -> any VectorStore
  ) async throws {
    self.place = place
    self.reopen = reopen
    random = SeededGenerator(seed: seed)
    store = try await fresh(place)
    try await store.start()
  }

  /// Stops the store and starts another on the same place.
  func restart() async throws {
    await store.stop()
    store = try await reopen(place)
    try await store.start()
  }

  // MARK: Data

  static let dimension = 48

  func gallery(_ tenant: String = "tenant", model: String = "model@1", dimension: Int = dimension) -> GalleryID {
    GalleryID(tenant: TenantID(tenant), model: ModelID(model), dimension: dimension)
  }

  /// A random direction.
  func embedding(_ gallery: GalleryID) throws -> Embedding {
    guard let embedding = Embedding(model: gallery.model, normalizing: random.vector(gallery.dimension)) else {
      throw ExpectationFailure("the suite could not make a vector")
    }
    return embedding
  }

  /// A direction near `center`, as another picture of the same face gives.
  func embedding(near center: Embedding, spread: Float = 0.05) throws -> Embedding {
    let values = center.values.map { $0 + spread * random.normal() }
    guard let embedding = Embedding(model: center.model, normalizing: values) else {
      throw ExpectationFailure("the suite could not make a vector")
    }
    return embedding
  }

  func face(_ id: String, person: String = "person", in gallery: GalleryID) throws -> FaceRecord {
    FaceRecord(id: FaceID(id), person: PersonID(person), embedding: try embedding(gallery))
  }

  /// `count` faces: half of them random, half in clusters of five of one person each.
  func faces(_ count: Int, prefix: String = "face", in gallery: GalleryID) throws -> [FaceRecord] {
    var faces: [FaceRecord] = []
    var center = try embedding(gallery)
    for index in 0..<count {
      if index % 5 == 0 { center = try embedding(gallery) }
      let isClustered = index >= count / 2
      faces.append(
        FaceRecord(
          id: FaceID("\(prefix)-\(index)"), person: PersonID("\(prefix)-person-\(index / 5)"),
          embedding: isClustered ? try embedding(near: center) : try embedding(gallery)))
    }
    return faces
  }

  // MARK: Expectations

  /// Expects that a call throws a `VectorStoreError` that `isRight` accepts.
  func expectError<Value>(
    _ what: String, _ isRight: (VectorStoreError) -> Bool, _ body: () async throws -> Value
  ) async throws {
    do {
      _ = try await body()
    } catch let error as VectorStoreError {
      try expect(isRight(error), "\(what) threw the wrong error: \(error)")
      return
    } catch {
      throw ExpectationFailure("\(what) threw \(error) rather than a VectorStoreError")
    }
    throw ExpectationFailure("\(what) threw nothing")
  }

  /// Every face of the gallery by paging, checked for order and the limit on the way.
  func allFaces(_ gallery: GalleryID, page: Int) async throws -> [FaceRecord] {
    var all: [FaceRecord] = []
    while true {
      let next = try await store.faces(after: all.last?.id, limit: page, in: gallery)
      try expect(next.count <= page, "a page of \(page) had \(next.count) faces")
      if next.isEmpty { return all }
      for face in next {
        if let last = all.last {
          try expect(
            last.id.rawValue.utf8.lexicographicallyPrecedes(face.id.rawValue.utf8),
            "paging gave \(last.id) before \(face.id)")
        }
        all.append(face)
      }
    }
  }

  /// Expects that the gallery holds exactly these faces, by every way of asking.
  func expectContents(_ gallery: GalleryID, _ expected: [FaceRecord], _ when: String) async throws {
    try expectEqual(try await store.count(in: gallery), expected.count, "count \(when)")
    let stored = try await allFaces(gallery, page: 97)
    let ordered = expected.sorted { $0.id.rawValue.utf8.lexicographicallyPrecedes($1.id.rawValue.utf8) }
    try expectEqual(
      stored.map { Array($0.id.rawValue.utf8) }, ordered.map { Array($0.id.rawValue.utf8) }, "ids \(when)")
    for (seen, given) in zip(stored, ordered) { try Self.expectSame(seen, given, when) }
    guard let probe = expected.first?.embedding else { return }
    let matches = try await store.search(probe, in: gallery, limit: expected.count + 1)
    try expectEqual(Set(matches.map(\.id)), Set(expected.map(\.id)), "ids found by a search \(when)")
  }

  /// Expects that a stored face is the given one. A store may round a vector's numbers, but not by more than a unit
  /// vector is rounded by normalising it.
  static func expectSame(_ seen: FaceRecord, _ given: FaceRecord, _ when: String) throws {
    try expect(
      seen.id.rawValue.utf8.elementsEqual(given.id.rawValue.utf8),
      "a face's id changed \(when): \(given.id) → \(seen.id)")
    try expect(
      seen.person.rawValue.utf8.elementsEqual(given.person.rawValue.utf8),
      "the person of \(given.id) changed \(when): \(given.person) → \(seen.person)")
    try expectEqual(seen.embedding.model, given.embedding.model, "the model of \(given.id) \(when)")
    let isSame =
      seen.embedding.values.count == given.embedding.values.count
      && zip(seen.embedding.values, given.embedding.values).allSatisfy { abs($0 - $1) <= 1e-5 }
    try expect(isSame, "the vector of \(given.id) changed \(when)")
  }
}
