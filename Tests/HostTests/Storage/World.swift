import Engine

@testable import Host

/// A fresh database with two tenants, each with its gallery in one store.
struct StorageWorld: Sendable {
  let directory: String
  let database: Database
  let tenants: TenantStore
  let users: UserStore
  let enrollments: EnrollmentStore
  let writes: GalleryWriteQueue
  let copies: GalleryCopyStore
  let keys: DataKeyStore
  let ring: DataKeyRing
  let vault: EmbeddingVault
  let sessions: SessionStore
  let a = TenantID("tenant-a")
  let b = TenantID("tenant-b")
  static let now = Timestamp(milliseconds: 1_760_000_000_000)
  static let model = ModelID("model-1")
  static let store = "store.memory"

  static func run(_ body: (StorageWorld) async throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
      let database = try await Database.open(directory: directory)
      let world = try await StorageWorld(database: database, directory: directory)
      for (index, id) in [world.a, world.b].enumerated() {
        _ = try await world.tenants.create(
          id: id, name: "same name", credentials: credentials(UInt8(index)), now: now)
        _ = try await world.copies.ensure(tenant: id, model: model, primary: store, fallback: nil, now: now)
      }
      try await body(world)
      database.close()
    }
  }

  init(database: Database, directory: String) async throws {
    self.directory = directory
    self.database = database
    tenants = TenantStore(database: database)
    users = UserStore(database: database)
    enrollments = EnrollmentStore(database: database)
    writes = GalleryWriteQueue(database: database)
    copies = GalleryCopyStore(database: database)
    let masterKey = try MasterKey(SecretBytes(0..<32))
    keys = DataKeyStore(database: database, box: try SealedBox(masterKey: masterKey))
    ring = DataKeyRing(try await keys.load(now: Self.now))
    vault = EmbeddingVault(database: database, sealer: ring)
    sessions = SessionStore(database: database)
  }

  static func credentials(_ seed: UInt8) -> StoredCredentials {
    StoredCredentials(apiKeyDigest: [seed, 1], apiKeyHint: "frapi_…", secretHash: "h", sealedResultKeys: [2])
  }

  /// Faces to stage, of nobody in particular.
  func faces(_ count: Int) throws -> [NewFace] {
    try (0..<count).map { index in
      let face = FaceRecord(
        id: FaceID(Identifier.make()), person: PersonID("p"), embedding: .at(Double(index), model: Self.model))
      return NewFace(
        id: face.id, model: Self.model, quality: 0.8,
        sealed: try SealedEmbedding(face, tenant: a, sealer: ring))
    }
  }

  /// The faces whose removal is queued for the store.
  func queuedRemovals(_ tenant: TenantID, model: ModelID = Self.model) async throws -> [FaceID] {
    try await writes.pending(store: Self.store, model: model, tenant: tenant, limit: 10_000)
      .filter { $0.kind == .remove }.map(\.face)
  }

  /// A completed enrollment of `count` faces.
  func enroll(_ user: String, tenant: TenantID, count: Int) async throws -> (Enrollment, [NewFace]) {
    let person = try await users.findOrCreate(user, tenant: tenant, now: Self.now).person
    let pending = try await enrollments.begin(person: person, source: .session, tenant: tenant, now: Self.now)
    let faces = try faces(count)
    try await enrollments.stage(faces, in: pending.id, tenant: tenant, limit: 100, now: Self.now)
    return (try await enrollments.complete(pending.id, tenant: tenant, addedTo: Self.store, now: Self.now), faces)
  }
}
