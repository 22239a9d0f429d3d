import Engine

/// Sends each call about a gallery to the store that is to answer it: the primary, or the fallback while the primary
/// can't be reached, is damaged, or is not up to date.
struct GalleryRouter: Sendable {
  let stores: StoreSet
  let copies: GalleryCopyStore
  let replay: GalleryReplay
  let watch: GalleryWatch
  let model: EmbeddingModel
  let now: WallClock

  /// The tenant's gallery for the active embedder.
  func gallery(of tenant: TenantID) -> GalleryID {
    GalleryID(tenant: tenant, model: model.id, dimension: model.dimension)
  }

  /// How many faces count in a gallery.
  func size(of tenant: TenantID) async throws -> Int { try await copies.size(tenant: tenant, model: model.id) }

  /// Where a gallery is kept: primary first. Made where the tenant has none yet.
  func copies(of tenant: TenantID) async throws -> [GalleryCopy] {
    let there = try await copies.copies(tenant: tenant, model: model.id)
    guard there.isEmpty else { return there }
    return try await copies.ensure(
      tenant: tenant, model: model.id, primary: stores.standard, fallback: stores.fallback?.id, now: now())
  }

  /// Reads from the gallery.
  ///
  /// - Returns: what the store answered, and which one it was.
  /// - Throws: what the primary threw where no store could answer.
  func read<Value: Sendable>(
    _ tenant: TenantID, _ body: @escaping @Sendable (any VectorStore, GalleryID) async throws -> Value
  ) async throws -> (value: Value, store: StoreHandle) {
    let gallery = gallery(of: tenant)
    let all = try await copies(of: tenant)
    let primary = all.first { $0.role == .primary }
    let fallback = all.first { $0.role == .fallback }
    var failure: any Error = VectorStoreError.unavailable("no vector store keeps this tenant's gallery")
    for copy in [primary, fallback] {
      guard let copy else { continue }
      do {
        // Without another store to ask, waiting is better than giving up.
        let limit = copy.role == .primary && fallback != nil ? stores.deadline : nil
        let (store, value) = try await watching(gallery, copy) {
          let store = try await serving(copy, within: limit)
          return (store, try await store.use(within: limit) { try await body($0, gallery) })
        }
        return (value, store)
      } catch let error as VectorStoreError {
        if case .mismatch = error { throw error }
        if copy.role == .primary { failure = error }
      }
    }
    throw failure
  }

  /// Adds faces to the primary.
  ///
  /// - Returns: the id of the primary that has them now; nil where the caller is to queue them: the primary can't be
  ///   reached and a fallback answers meanwhile, or it is being emptied and filled, which may take away what is added now.
  /// - Throws: what the primary threw otherwise.
  func add(_ faces: [FaceRecord], to tenant: TenantID) async throws -> String? {
    let gallery = gallery(of: tenant)
    let all = try await copies(of: tenant)
    let fallback = all.first { $0.role == .fallback }.flatMap { stores[$0.store] }
    guard let copy = all.first(where: { $0.role == .primary }), let store = stores[copy.store] else {
      throw VectorStoreError.unavailable("no vector store keeps this tenant's gallery")
    }
    guard copy.phase == .ready else { return nil }
    do {
      try await watching(gallery, copy) {
        try await store.use(within: fallback == nil ? nil : stores.deadline) { try await $0.add(faces, to: gallery) }
      }
      return copy.store
    } catch let error as VectorStoreError {
      guard fallback != nil else { throw error }
      switch error {
      case .unavailable, .damaged: return nil
      default: throw error
      }
    }
  }

  /// Carries out what is queued for a tenant's gallery in every store that can be reached now, as long as that does not
  /// take long: what is left stays queued.
  func catchUp(_ tenant: TenantID) async {
    let limit = stores.deadline
    await withTaskGroup { group in
      for store in stores.handles where store.isUp {
        group.addTask {
          _ = try? await Deadline.within(limit * 2) {
            await replay.run(store, tenant: tenant, patience: limit)
          }
        }
      }
    }
  }

  /// The copy's store, once it is up to date.
  private func serving(_ copy: GalleryCopy, within limit: Duration?) async throws -> StoreHandle {
    guard let store = stores[copy.store] else {
      throw VectorStoreError.unavailable("the vector store \(copy.store) is not part of this host's configuration")
    }
    guard copy.phase == .ready else {
      throw VectorStoreError.unavailable("the tenant's gallery in \(copy.store) is being filled")
    }
    if copy.isBehind {
      let patience = limit ?? GalleryReplay.patience
      do {
        try await Deadline.within(patience * 2) {
          try await replay.catchUp(store, tenant: copy.tenant, patience: patience)
        }
      } catch is Deadline.Exceeded {
        throw VectorStoreError.unavailable("the vector store \(copy.store) is behind")
      }
    }
    return store
  }

  /// Notes damage, whoever comes upon it.
  private func watching<Value>(
    _ gallery: GalleryID, _ copy: GalleryCopy, _ body: () async throws -> Value
  ) async throws -> Value {
    do {
      return try await body()
    } catch VectorStoreError.damaged(let text) {
      watch.note(.damaged, of: gallery, in: copy.store)
      throw VectorStoreError.damaged(text)
    }
  }
}
