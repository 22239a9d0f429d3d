import Engine

/// Compares a store's copy of a gallery with the database, face by face: ids, persons and vectors.
struct GalleryVerifier: Sendable {
  let vault: EmbeddingVault
  let replay: GalleryReplay
  let model: EmbeddingModel

  /// A copy that is as it should be.
  struct Verified: Sendable, Hashable {
    var faces: Int
    /// See `GalleryCopy.checksum`.
    var checksum: String
    /// Faces that had to be put right first.
    var repaired: Int
  }

  /// It is not, and could not be put right.
  struct Mismatch: Error, Sendable, CustomStringConvertible {
    var missing: Int
    var changed: Int
    var unknown: Int
    var description: String {
      "the copy differs from the database: \(missing) faces are missing, \(changed) are changed, \(unknown) are unknown"
    }
  }

  /// Faces compared at a time.
  private static let page = 500
  /// Comparisons in all: one that finds something, what it finds is put right, and another.
  private static let rounds = 3

  /// Compares, puts right and compares again, until a comparison finds nothing.
  ///
  /// - Throws: `Mismatch`, or where the store can't be reached.
  func run(_ copy: GalleryCopy, in store: StoreHandle) async throws -> Verified {
    let gallery = GalleryID(tenant: copy.tenant, model: model.id, dimension: model.dimension)
    var repaired = 0
    var wrong = Differences()
    for _ in 0..<Self.rounds {
      let seen = try await compare(gallery, in: store)
      wrong = try await confirmed(seen.suspects, gallery, in: store)
      if wrong.isEmpty { return Verified(faces: seen.faces, checksum: seen.checksum, repaired: repaired) }
      repaired += try await repair(wrong, gallery, in: store)
    }
    throw Mismatch(missing: wrong.missing.count, changed: wrong.changed.count, unknown: wrong.unknown.count)
  }

  // MARK: Comparing

  private struct Comparison: Sendable {
    var faces = 0
    var checksum = ""
    /// Faces that differed at the moment of looking, and the persons that either side gave them.
    var suspects: [FaceID: Set<PersonID>] = [:]
  }

  private func compare(_ gallery: GalleryID, in store: StoreHandle) async throws -> Comparison {
    // Whatever is queued would look like a difference.
    await replay.run(store, tenant: gallery.tenant)
    var result = Comparison()
    var digest: [UInt8] = []
    var cursor: FaceID?
    while true {
      try Task.checkCancellation()
      let after = cursor
      let stored = try await store.use { try await $0.faces(after: after, limit: Self.page, in: gallery) }
      let last = stored.count < Self.page ? nil : stored.last?.id
      let expected = try await vault.faces(
        after: after, until: last, limit: 10 * Self.page, tenant: gallery.tenant, model: gallery.model)
      let wanted = Dictionary(expected.map { ($0.id, $0) }) { first, _ in first }
      let there = Set(stored.map(\.id))
      for face in expected where !there.contains(face.id) { result.suspects[face.id, default: []].insert(face.person) }
      for face in stored where !(wanted[face.id].map { Self.isSame(face, $0, store.precision) } ?? false) {
        result.suspects[face.id, default: []].insert(face.person)
        if let want = wanted[face.id] { result.suspects[face.id, default: []].insert(want.person) }
      }
      result.faces += stored.count
      digest = try SHA256.digest(digest + stored.flatMap { Array("\($0.id)\0\($0.person)\0".utf8) })
      guard let last else { break }
      cursor = last
    }
    result.checksum = digest.prefix(8).hexadecimal
    return result
  }

  /// Float rounding of the database's own copy comes on top of the store's.
  private static func isSame(_ stored: FaceRecord, _ wanted: FaceRecord, _ precision: Float) -> Bool {
    stored.person == wanted.person && stored.embedding.model == wanted.embedding.model
      && stored.embedding.values.count == wanted.embedding.values.count
      && zip(stored.embedding.values, wanted.embedding.values).allSatisfy { abs($0 - $1) <= precision + 1e-6 }
  }

  // MARK: Confirming

  private struct Differences: Sendable {
    var missing: [FaceRecord] = []
    var changed: [FaceRecord] = []
    var unknown: [FaceID] = []
    var isEmpty: Bool { missing.isEmpty && changed.isEmpty && unknown.isEmpty }
  }

  /// The suspects that are wrong even when looked at one by one.
  ///
  /// Store and database are read one after the other while both change. What made a suspect differ by that alone had
  /// been queued by then: once the queue is worked off, such a suspect is in order.
  private func confirmed(
    _ suspects: [FaceID: Set<PersonID>], _ gallery: GalleryID, in store: StoreHandle
  ) async throws -> Differences {
    guard !suspects.isEmpty else { return Differences() }
    try await replay.catchUp(store, tenant: gallery.tenant)
    var wrong = Differences()
    for (id, persons) in suspects {
      try Task.checkCancellation()
      let wanted = try await vault.faces([id], tenant: gallery.tenant, model: gallery.model).first
      let stored = try await store.use { store -> FaceRecord? in
        for person in persons {
          if let face = try await store.faces(of: person, in: gallery).first(where: { $0.id == id }) { return face }
        }
        return nil
      }
      switch (wanted, stored) {
      case (nil, nil): break
      case (let wanted?, nil): wrong.missing.append(wanted)
      case (let wanted?, let stored?):
        if !Self.isSame(stored, wanted, store.precision) { wrong.changed.append(wanted) }
      case (nil, _?):
        // Known ones are about to be enrolled, or the database lacks their embedding.
        if try await !vault.knows(id, tenant: gallery.tenant) { wrong.unknown.append(id) }
      }
    }
    return wrong
  }

  // MARK: Putting right

  /// - Returns: how many faces were removed or added.
  private func repair(_ wrong: Differences, _ gallery: GalleryID, in store: StoreHandle) async throws -> Int {
    try await store.inTurn {
      let removed = wrong.unknown + wrong.changed.map(\.id)
      // Read again within the turn: what was deleted meanwhile must not come back.
      let added = try await vault.faces(
        (wrong.missing + wrong.changed).map(\.id), tenant: gallery.tenant, model: gallery.model)
      if !removed.isEmpty { _ = try await store.use { try await $0.remove(removed, from: gallery) } }
      try await store.add(added, to: gallery)
      return removed.count + added.count
    }
  }
}
