import Engine

@testable import Host

/// A database, galleries in memory and what recognises, enrols and keeps them: `store` is the default, and `second` is a
/// fallback or merely available.
struct RecognitionWorld: Sendable {
  let storage: StorageWorld
  let store = MemoryGallery()
  let second: MemoryGallery
  let log = RecordedLog()
  let clock = ManualClock()
  let stores: StoreSet
  let galleries: GalleryRouter
  let backfill: EmbeddingBackfill
  let requests: GalleryRequestStore
  let keeper: GalleryKeeper
  let recognizer: Recognizer
  let enroller: Enroller

  var lockouts: Lockouts {
    Lockouts(store: LockoutStore(database: storage.database), log: log) { StorageWorld.now }
  }

  static let secondStore = "store.second"

  static func run(
    fallback: Bool = false, second: MemoryGallery = MemoryGallery(), recallSample: Double = 0,
    _ body: (RecognitionWorld) async throws -> Void
  ) async throws {
    try await StorageWorld.run { storage async throws in
      try await run(on: storage, fallback: fallback, second: second, recallSample: recallSample, body)
    }
  }

  /// As `run`, on a database of the test's own.
  static func run(
    on storage: StorageWorld, fallback: Bool = false, second: MemoryGallery = MemoryGallery(),
    recallSample: Double = 0, _ body: (RecognitionWorld) async throws -> Void
  ) async throws {
    let world = RecognitionWorld(storage, fallback, second, recallSample)
    for store in world.stores.handles { try await store.start() }
    try await body(world)
  }

  private init(_ storage: StorageWorld, _ hasFallback: Bool, _ second: MemoryGallery, _ recallSample: Double) {
    self.storage = storage
    self.second = second
    let (model, clock) = (EmbeddingModel.directions, clock)
    let (store, log) = (store, log)
    let handles = [
      StoreHandle(id: StorageWorld.store, store: store, log: log) { clock.now },
      StoreHandle(id: Self.secondStore, store: second, log: log) { clock.now },
    ]
    stores = StoreSet(handles: handles, fallback: hasFallback ? handles[1] : nil, deadline: .milliseconds(200))
    let replay = GalleryReplay(queue: storage.writes, vault: storage.vault, model: model, log: log)
    let now: WallClock = { StorageWorld.now }
    galleries = GalleryRouter(
      stores: stores, copies: storage.copies, replay: replay, watch: GalleryWatch(), model: model, now: now)
    backfill = EmbeddingBackfill(router: galleries, vault: storage.vault)
    requests = GalleryRequestStore(database: storage.database)
    keeper = GalleryKeeper(
      router: galleries,
      filler: GalleryFiller(vault: storage.vault, copies: storage.copies, model: model, now: now),
      verifier: GalleryVerifier(vault: storage.vault, replay: replay, model: model), backfill: backfill,
      requests: GalleryRequestHandler(router: galleries, requests: requests, log: log), log: log)
    recognizer = Recognizer(
      galleries: galleries,
      recall: RecallMeter(rate: recallSample, records: RecallRecords(database: storage.database), log: log),
      users: storage.users, enrollments: storage.enrollments)
    enroller = Enroller(
      recognizer: recognizer, users: storage.users, enrollments: storage.enrollments, galleries: galleries,
      sealer: storage.ring, now: now)
  }

  /// Enrols a user by faces at these angles.
  @discardableResult func enroll(
    _ user: String, at degrees: Double..., tenant: TenantID? = nil,
    settings: RecognitionSettings = .threshold(0.6), id: String = Identifier.make()
  ) async throws -> Enroller.Enrolled {
    try await enroller.enroll(
      degrees.map { Enroller.Sample(embedding: .at($0), quality: 0.9) }, as: PersonID(user), enrollmentID: id,
      source: .photo, tenant: tenant ?? storage.a, settings: settings)
  }

  /// Deletes faces as a route does, but leaves the stores to be caught up.
  func delete(_ faces: [FaceID], of user: String) async throws {
    guard let person = try await storage.users.find(user, tenant: storage.a)?.person else {
      throw StorageError.notFound
    }
    _ = try await storage.enrollments.deleteFaces(faces, of: person, tenant: storage.a, now: StorageWorld.now)
  }

  func identify(
    _ degrees: Double, tenant: TenantID? = nil, settings: RecognitionSettings = .threshold(0.6), limit: Int = 5
  ) async throws -> RecognitionDecision {
    try await recognizer.identify(.at(degrees), tenant: tenant ?? storage.a, settings: settings, limit: limit)
  }

  /// Asks for something of tenant a's gallery as the command line does, and lets the host answer.
  ///
  /// - Returns: why it was refused, or nil.
  func ask(_ action: GalleryRequest.Action, _ store: String = secondStore) async throws -> String? {
    let id = try await requests.ask(action, store: store, of: storage.a, now: StorageWorld.now)
    await keeper.requests.answerAll()
    return try await requests.answer(to: id)?.refusal
  }

  /// Lets the keeper do rounds until nothing is left to do.
  func settle(rounds: Int = 6) async {
    for _ in 0..<rounds { for store in stores.handles { await keeper.tend(store) } }
  }

  /// Tenant a's copies by store, as "role phase".
  func copies() async throws -> [String: String] {
    let copies = try await storage.copies.copies(tenant: storage.a, model: EmbeddingModel.directions.id)
    return Dictionary(uniqueKeysWithValues: copies.map { ($0.store, "\($0.role) \($0.phase)") })
  }
}
