import Engine

@testable import Host

/// A fresh database with two tenants.
struct StorageWorld: Sendable {
  let directory: String
  let database: Database
  let tenants: TenantStore
  let users: UserStore
  let enrollments: EnrollmentStore
  let removals: VectorRemovalQueue
  let sessions: SessionStore
  let a = TenantID("tenant-a")
  let b = TenantID("tenant-b")
  static let now = Timestamp(milliseconds: 1_760_000_000_000)
  static let model = ModelID("model-1")

  static func run(_ body: (StorageWorld) async throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
      let database = try await Database.open(directory: directory)
      let world = StorageWorld(database: database, directory: directory)
      for (index, id) in [world.a, world.b].enumerated() {
        _ = try await world.tenants.create(
          id: id, name: "same name", credentials: credentials(UInt8(index)), now: now)
      }
      try await body(world)
      database.close()
    }
  }

  init(database: Database, directory: String) {
    self.directory = directory
    self.database = database
    tenants = TenantStore(database: database)
    users = UserStore(database: database)
    enrollments = EnrollmentStore(database: database)
    removals = VectorRemovalQueue(database: database)
    sessions = SessionStore(database: database)
  }

  static func credentials(_ seed: UInt8) -> StoredCredentials {
    StoredCredentials(apiKeyDigest: [seed, 1], apiKeyHint: "frapi_…", secretHash: "h", sealedResultKeys: [2])
  }

  static func faces(_ count: Int) -> [NewFace] {
    (0..<count).map { _ in NewFace(id: FaceID(Identifier.make()), model: model, quality: 0.8) }
  }

  /// A completed enrollment of `count` faces.
  func enroll(_ user: String, tenant: TenantID, count: Int) async throws -> (Enrollment, [NewFace]) {
    let person = try await users.findOrCreate(user, tenant: tenant, now: Self.now).person
    let pending = try await enrollments.begin(person: person, source: .session, tenant: tenant, now: Self.now)
    let faces = Self.faces(count)
    try await enrollments.stage(faces, in: pending.id, tenant: tenant, limit: 100, now: Self.now)
    return (try await enrollments.complete(pending.id, tenant: tenant, now: Self.now), faces)
  }
}
