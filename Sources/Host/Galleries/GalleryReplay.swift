import Engine

/// Carries out the writes that are queued for stores, in order: after each change, at start, and when a store that was
/// away is back.
struct GalleryReplay: Sendable {
  let queue: GalleryWriteQueue
  let vault: EmbeddingVault
  /// Only galleries of the active embedder: writes for another model wait for a host that runs it.
  let model: EmbeddingModel
  let log: any EventLog

  /// Writes taken at a time: 1 MB of 512 numbers each.
  static let batch = 500
  /// How long one call may take: a store that hangs must not keep its turn for ever.
  static let patience = Duration.seconds(20)

  /// Carries out what is queued for a store, of every tenant or of one.
  ///
  /// - Parameter patience: how long one call of the store may take.
  /// - Returns: whether nothing is left. Does not throw: what fails stays queued.
  @discardableResult func run(
    _ store: StoreHandle, tenant: TenantID? = nil, patience: Duration = Self.patience
  ) async -> Bool {
    var isDone = true
    do {
      let tenants =
        if let tenant { [tenant] } else { try await queue.tenants(store: store.id, model: model.id) }
      for tenant in tenants {
        do {
          try await catchUp(store, tenant: tenant, patience: patience)
        } catch VectorStoreError.damaged {
          // It must not hold up the other tenants' galleries. Who came upon the damage has told of it.
          isDone = false
        }
      }
      return isDone
    } catch is CancellationError {
      return false
    } catch VectorStoreError.unavailable {
      // The store is away, and with it every tenant's gallery: it has been logged where that was noticed.
      return false
    } catch {
      log.write(
        .warning, component: "galleries", event: "gallery_writes_postponed", ["store": store.id, "reason": "\(error)"])
      return false
    }
  }

  /// Carries out what is queued for one tenant's gallery in a store.
  ///
  /// - Throws: what the store throws; what is left stays queued.
  func catchUp(_ store: StoreHandle, tenant: TenantID, patience: Duration = Self.patience) async throws {
    // Asked before taking a turn: most often there is nothing to do, and then nothing is waited for.
    while !(try await queue.pending(store: store.id, model: model.id, tenant: tenant, limit: 1)).isEmpty {
      try await store.inTurn { try await step(store, tenant, patience) }
    }
  }

  /// One batch: a run of writes of one kind is one call.
  private func step(_ store: StoreHandle, _ tenant: TenantID, _ patience: Duration) async throws {
    let writes = try await queue.pending(store: store.id, model: model.id, tenant: tenant, limit: Self.batch)
    let gallery = GalleryID(tenant: tenant, model: model.id, dimension: model.dimension)
    for run in writes.chunked(by: { $0.kind == $1.kind }) {
      let ids = run.map(\.face)
      switch run[0].kind {
      case .remove: _ = try await store.use(within: patience) { try await $0.remove(ids, from: gallery) }
      // Those that were deleted since are not added: their removal is queued behind.
      case .add:
        let faces = try await vault.faces(ids, tenant: tenant, model: model.id)
        try await store.add(faces, to: gallery, patience: patience)
      }
      try await queue.confirm(run)
    }
  }
}

extension StoreHandle {
  /// Adds faces of which the store may have some already: a write whose answer was lost, a copy that was begun before.
  func add(
    _ faces: [FaceRecord], to gallery: GalleryID, patience: Duration = GalleryReplay.patience
  ) async throws {
    guard !faces.isEmpty else { return }
    do {
      try await use(within: patience) { try await $0.add(faces, to: gallery) }
    } catch VectorStoreError.duplicate {
      for face in faces {
        do { try await use(within: patience) { try await $0.add([face], to: gallery) } } catch VectorStoreError
          .duplicate
        {}
      }
    }
  }
}

extension Array {
  /// Runs of neighbours that belong together, none empty.
  func chunked(by belong: (Element, Element) -> Bool) -> [[Element]] {
    var runs: [[Element]] = []
    for element in self {
      if let last = runs.last?.last, belong(last, element) {
        runs[runs.count - 1].append(element)
      } else {
        runs.append([element])
      }
    }
    return runs
  }
}
