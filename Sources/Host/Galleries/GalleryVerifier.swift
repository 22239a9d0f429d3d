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
    var found = Comparison()
    for _ in 0..<Self.rounds {
      found = try await compare(gallery, in: store)
      if found.isClean { return Verified(faces: found.faces, checksum: found.checksum, repaired: repaired) }
      repaired += try await repair(found, gallery, in: store)
    }
    throw Mismatch(missing: found.missing.count, changed: found.changed.count, unknown: found.unknown.count)
  }

  private struct Comparison: Sendable {
    var faces = 0
    var checksum = ""
    var missing: [FaceID] = []
    var changed: [FaceID] = []
    var unknown: [FaceID] = []
    var isClean: Bool { missing.isEmpty && changed.isEmpty && unknown.isEmpty }
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
      try await note(&result, stored, expected, precision: store.precision, gallery.tenant)
      result.faces += stored.count
      digest = try SHA256.digest(digest + stored.flatMap { Array("\($0.id)\0\($0.person)\0".utf8) })
      guard let last else { break }
      cursor = last
    }
    result.checksum = digest.prefix(8).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
    return result
  }

  private func note(
    _ result: inout Comparison, _ stored: [FaceRecord], _ expected: [FaceRecord], precision: Float, _ tenant: TenantID
  ) async throws {
    let wanted = Dictionary(expected.map { ($0.id, $0) }) { first, _ in first }
    let there = Set(stored.map(\.id))
    result.missing += expected.map(\.id).filter { !there.contains($0) }
    for face in stored {
      if let want = wanted[face.id] {
        if !Self.isSame(face, want, precision) { result.changed.append(face.id) }
      } else if try await !vault.knows(face.id, tenant: tenant) {
        // Known ones are about to be enrolled, or to be removed, or the database lacks their embedding.
        result.unknown.append(face.id)
      }
    }
  }

  /// Float rounding of the database's own copy comes on top of the store's.
  private static func isSame(_ stored: FaceRecord, _ wanted: FaceRecord, _ precision: Float) -> Bool {
    stored.person == wanted.person && stored.embedding.model == wanted.embedding.model
      && stored.embedding.values.count == wanted.embedding.values.count
      && zip(stored.embedding.values, wanted.embedding.values).allSatisfy { abs($0 - $1) <= precision + 1e-6 }
  }

  /// Puts right what is still wrong once the queued writes are done.
  ///
  /// - Returns: how many faces that were.
  private func repair(_ found: Comparison, _ gallery: GalleryID, in store: StoreHandle) async throws -> Int {
    await replay.run(store, tenant: gallery.tenant)
    return try await store.inTurn {
      var gone = found.changed
      for id in found.unknown where try await !vault.knows(id, tenant: gallery.tenant) { gone.append(id) }
      let removed = gone
      let wanted = try await vault.faces(
        found.missing + found.changed, tenant: gallery.tenant, model: gallery.model)
      if !removed.isEmpty { _ = try await store.use { try await $0.remove(removed, from: gallery) } }
      try await store.add(wanted, to: gallery)
      return removed.count + wanted.count
    }
  }
}
