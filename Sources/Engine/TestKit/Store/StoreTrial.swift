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
  ///
  /// - Parameter body: what happens to the place while no store is open on it.
  func restart(after body: () async throws -> Void = {}) async throws {
    await store.stop()
    try await body()
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

  /// How far a similarity may be from the true one, by the store's `precision`.
  func tolerance(_ gallery: GalleryID) -> Double {
    Double(store.precision) * Double(gallery.dimension).squareRoot()
  }

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
            last.id.bytes.lexicographicallyPrecedes(face.id.bytes),
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
    let ordered = expected.sorted { $0.id.bytes.lexicographicallyPrecedes($1.id.bytes) }
    try expectEqual(
      stored.map(\.id.bytes), ordered.map(\.id.bytes), "ids \(when)")
    for (seen, given) in zip(stored, ordered) { try expectSame(seen, given, precision: store.precision, when) }
    guard let probe = expected.first?.embedding else { return }
    let matches = try await store.search(probe, in: gallery, limit: expected.count + 1)
    try expectEqual(
      Set(matches.map(\.id.bytes)), Set(expected.map(\.id.bytes)), "ids found by a search \(when)")
  }
}
