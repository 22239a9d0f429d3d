import Engine

/// Copies a gallery from the database into a store, while enrolments, deletions and searches go on.
///
/// Faces are copied in the order of their ids. What changes meanwhile is queued for the store like for every other copy
/// (`GalleryWriteQueue`). Each batch is read and added in one turn of the store, so that a removal which was queued after
/// the reading is carried out after the adding. How far it came is noted: a host that stops goes on from there.
struct GalleryFiller: Sendable {
  let vault: EmbeddingVault
  let copies: GalleryCopyStore
  let model: EmbeddingModel
  let now: WallClock

  /// Faces copied in one turn.
  static let batch = 500

  /// Copies until the end.
  ///
  /// - Throws: where the store can't be reached; what was copied stays.
  func run(_ copy: GalleryCopy, into store: StoreHandle) async throws {
    let gallery = GalleryID(tenant: copy.tenant, model: model.id, dimension: model.dimension)
    var cursor = copy.cursor
    while true {
      try Task.checkCancellation()
      let after = cursor
      let last: FaceID? = try await store.inTurn {
        let faces = try await vault.faces(after: after, limit: Self.batch, tenant: copy.tenant, model: copy.model)
        try await store.add(faces, to: gallery)
        guard let last = faces.last?.id else { return nil }
        try await copies.advance(copy, to: last, copied: faces.count, now: now())
        return last
      }
      guard let last else { return }
      cursor = last
    }
  }
}
