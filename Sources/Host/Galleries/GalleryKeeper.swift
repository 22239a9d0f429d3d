import Engine

/// Brings every copy of every gallery to what it is to be, for as long as the host runs: replays what is queued, fills
/// and verifies new copies, switches to them, empties dropped ones. Everything that it does is noted in the database as
/// it goes, so that a host that stopped anywhere goes on from there.
struct GalleryKeeper: Sendable {
  let router: GalleryRouter
  let filler: GalleryFiller
  let verifier: GalleryVerifier
  let backfill: EmbeddingBackfill
  let requests: GalleryRequestHandler
  let log: any EventLog

  /// Runs until the task is cancelled.
  func run() async {
    await withTaskGroup { group in
      group.addTask { await repeating { await requests.answerAll() } }
      // Each store by itself: one that hangs must not keep the others waiting.
      for store in router.stores.handles { group.addTask { await repeating { await tend(store) } } }
    }
  }

  private func repeating(_ body: @Sendable () async -> Void) async {
    while !Task.isCancelled {
      await body()
      try? await Task.sleep(for: .milliseconds(500))
    }
  }

  /// One round over a store's copies.
  func tend(_ store: StoreHandle) async {
    if !store.isUp, !(await answers(store)) { return }
    await router.replay.run(store)
    do {
      for copy in try await router.copies.unfinished(in: store.id, model: router.model.id) {
        try Task.checkCancellation()
        await advance(copy, in: store)
      }
    } catch {
      if !(error is CancellationError) { postpone(store, "\(error)") }
    }
  }

  /// Asks a store that is down for the size of an empty gallery; it lets such a question through from time to time.
  private func answers(_ store: StoreHandle) async -> Bool {
    let nobody = GalleryID(tenant: TenantID("kenali-health"), model: router.model.id, dimension: router.model.dimension)
    return (try? await store.use(within: .seconds(5)) { try await $0.count(in: nobody) }) != nil
  }

  /// Takes a copy one phase further.
  private func advance(_ copy: GalleryCopy, in store: StoreHandle) async {
    do {
      switch (copy.role, copy.phase) {
      case (.dropped, _):
        try await empty(copy, in: store)
        try await router.copies.forget(copy)
        note("gallery_dropped", copy)
      case (_, .clearing):
        try await empty(copy, in: store)
        try await router.copies.enter(.filling, copy, now: router.now())
      case (_, .filling):
        // A primary that has lost faces can't be asked for what only it had.
        if copy.role == .primary {
          _ = try? await backfill.run(copy.tenant)
        } else {
          _ = try await backfill.run(copy.tenant)
        }
        try await filler.run(copy, into: store)
        try await router.copies.enter(.verifying, copy, now: router.now())
      case (_, .verifying):
        try await verify(copy, in: store)
      case (.target, .ready):
        if try await router.copies.promote(copy, now: router.now()) { note("gallery_switched", copy) }
      default: break
      }
    } catch is CancellationError {
      // The host stops; the copy goes on at its next start.
    } catch let mismatch as GalleryVerifier.Mismatch {
      await fail(copy, "\(mismatch)")
    } catch VectorStoreError.damaged(let text) {
      await fail(copy, text)
    } catch {
      postpone(store, "\(error)")
    }
  }

  private func verify(_ copy: GalleryCopy, in store: StoreHandle) async throws {
    let verified = try await verifier.run(copy, in: store)
    try await router.copies.noteVerified(copy, faces: verified.faces, checksum: verified.checksum)
    let message = verified.repaired == 0 ? nil : "\(verified.repaired) faces were put right"
    try await router.copies.enter(.ready, copy, message: message, now: router.now())
    router.watch.note(nil, of: router.gallery(of: copy.tenant), in: copy.store)
    note("gallery_verified", copy, ["faces": "\(verified.faces)", "checksum": verified.checksum])
  }

  private func empty(_ copy: GalleryCopy, in store: StoreHandle) async throws {
    let gallery = router.gallery(of: copy.tenant)
    try await store.inTurn { try await store.use { try await $0.removeAll(from: gallery) } }
  }

  private func fail(_ copy: GalleryCopy, _ reason: String) async {
    try? await router.copies.enter(.failed, copy, message: reason, now: router.now())
    note("gallery_copy_failed", copy, ["reason": reason], level: .error)
  }

  private func postpone(_ store: StoreHandle, _ reason: String) {
    log.write(
      .warning, component: "galleries", event: "gallery_work_postponed", ["store": store.id, "reason": reason])
  }

  private func note(
    _ event: String, _ copy: GalleryCopy, _ fields: [String: String] = [:], level: LogLevel = .info
  ) {
    log.write(
      level, component: "galleries", event: event,
      fields.merging(["client_id": copy.tenant.rawValue, "store": copy.store, "role": copy.role.rawValue]) { $1 })
  }
}
