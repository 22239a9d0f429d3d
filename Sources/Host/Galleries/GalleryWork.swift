import Engine

/// Everything that works on galleries, put together once at start.
struct GalleryWork: Sendable {
  let router: GalleryRouter
  let keeper: GalleryKeeper
  let backfill: EmbeddingBackfill
  let rotation: KeyRotation

  init(
    components: Components, settings: StoreSettings, database: Database, ring: DataKeyRing, box: SealedBox,
    log: any EventLog, now: @escaping WallClock
  ) {
    let started = ContinuousClock.now
    let handles = components.stores.map { id, store in
      StoreHandle(id: id, store: store, log: log) { ContinuousClock.now - started }
    }
    let stores = StoreSet(
      handles: handles, fallback: handles.first { $0.id == settings.fallback },
      deadline: .milliseconds(settings.deadline))
    let model = components.pipeline.embedder.model
    let vault = EmbeddingVault(database: database, sealer: ring)
    let copies = GalleryCopyStore(database: database)
    let replay = GalleryReplay(queue: GalleryWriteQueue(database: database), vault: vault, model: model, log: log)
    router = GalleryRouter(
      stores: stores, copies: copies, replay: replay, watch: GalleryWatch(), model: model, now: now)
    backfill = EmbeddingBackfill(router: router, vault: vault)
    keeper = GalleryKeeper(
      router: router, filler: GalleryFiller(vault: vault, copies: copies, model: model, now: now),
      verifier: GalleryVerifier(vault: vault, replay: replay, model: model), backfill: backfill,
      requests: GalleryRequestHandler(
        router: router, requests: GalleryRequestStore(database: database), log: log),
      log: log)
    rotation = KeyRotation(
      keys: DataKeyStore(database: database, box: box), ring: ring, vault: vault, stores: stores, copies: copies,
      log: log)
  }
}
