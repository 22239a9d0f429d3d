import Engine
import Synchronization

/// Galleries in PostgreSQL with pgvector, for any number of hosts at once.
///
/// **What is kept.** Vectors as 16-bit floats, face ids, random person ids, tenant and model ids; no names and no
/// pictures. Each gallery has a partition of its own (`face_<dimension>_<number>`), so a search never meets another
/// tenant's faces and needs no filter, which is what makes an HNSW index lose answers.
///
/// **Searches** are exact until a gallery has `hnsw_from` faces; then an HNSW index (m 32, ef_construction 128) is built
/// beside them. Where the index gives fewer faces than asked for, all are looked at: no answer is shorter than it must be.
///
/// **Writes** are durable when they are acknowledged. When the connection breaks while one is under way, whether it was
/// done is not known: the call throws `VectorStoreError.unavailable` and says so. Nothing is ever half done. Adding the
/// same faces again is safe: they are added, or the call throws `.duplicate` because the first attempt had come through.
///
/// **Threads.** Each connection has a thread of its own; no call blocks Swift's cooperative pool. While the server is away
/// calls fail at once with `.unavailable`, but for one every 0.1 to 5 seconds that tries to connect.
///
/// **Ids** are compared by their UTF-8 bytes.
public final class PostgresVectorStore: VectorStore {
  /// The component's id.
  public static let componentID = "store.pgvector"

  private struct Running: Sendable {
    let pool: ConnectionPool
    let keeper: IndexKeeper
    let galleries = GalleryDirectory()
  }

  private let settings: PgVectorSettings
  private let log: any EventLog
  private let running = Mutex<Running?>(nil)

  /// A store, not yet started.
  public init(settings: PgVectorSettings, log: any EventLog) {
    self.settings = settings
    self.log = log
  }

  /// Of probes of enrolled persons: all of them got their nearest face at 10,000 and 100,000 faces with the default
  /// `ef_search`. A stranger's nearest face resembles nobody, and a graph finds it less and less often as the gallery
  /// grows (at 100,000 synthetic faces one time in two, `docs/benchmarks.md`); whichever is found instead is even less
  /// similar, so the verdict is the same. Galleries without an index are exact.
  public var guarantee: SearchGuarantee { .recallFloor(0.9) }

  public var precision: Float { HalfVector.precision }

  // MARK: Lifecycle

  /// Connects, checks pgvector's version and brings the schema up to date.
  ///
  /// - Throws: `ComponentError.unavailable` with what the operator or the database's administrator has to do.
  public func start() async throws {
    let opening = StoreOpening(settings: settings, log: log)
    let galleries = try await opening.prepareDatabase()
    let watch = ServerWatch(log: log)
    guard
      let pool = ConnectionPool(
        threads: settings.connections,
        makeWorker: { Worker(server: watch) { () throws(DatabaseFailure) in try opening.connectForCalls() } })
    else { throw ComponentError.unavailable("the system gives the vector store no threads") }
    guard
      let keeper = IndexKeeper(
        policy: IndexPolicy(from: settings.hnswFrom), log: log,
        connect: { () throws(DatabaseFailure) in try opening.connectForUpkeep() })
    else {
      await pool.stop()
      throw ComponentError.unavailable("the system gives the vector store no threads")
    }
    keeper.look(at: galleries)
    running.withLock { $0 = Running(pool: pool, keeper: keeper) }
    log.write(
      .info, component: Self.componentID, event: "store_started",
      ["connections": String(settings.connections), "galleries": String(galleries.count)])
  }

  public func stop() async {
    let stopped = running.withLock { running in
      defer { running = nil }
      return running
    }
    await stopped?.pool.stop()
    await stopped?.keeper.stop()
  }

  // MARK: Writing

  public func add(_ faces: [FaceRecord], to gallery: GalleryID) async throws {
    let key = try GalleryKey(gallery)
    var ids = Set<[UInt8]>()
    for face in faces {
      try key.check(face.embedding)
      guard ids.insert(Array(face.id.rawValue.utf8)).inserted else { throw VectorStoreError.duplicate(face.id) }
    }
    let running = try whileRunning()
    guard !faces.isEmpty else { return }
    let table = try await running.pool.run(isWrite: true) { connection in
      let table = try running.galleries.made(key, connection)
      try GalleryWriting(table: table, connection: connection).add(faces)
      return table
    }
    running.keeper.noteChanges(faces.count, in: table)
  }

  @discardableResult public func remove(_ ids: [FaceID], from gallery: GalleryID) async throws -> Int {
    guard !ids.isEmpty else { return 0 }
    return try await removing(from: gallery) { try $0.remove(ids) }
  }

  public func removeAll(from gallery: GalleryID) async throws {
    _ = try await removing(from: gallery, isEmptied: true) { try $0.removeAll() }
  }

  private func removing(
    from gallery: GalleryID, isEmptied: Bool = false, _ body: @escaping @Sendable (GalleryWriting) throws -> Int
  ) async throws -> Int {
    let key = try GalleryKey(gallery)
    let running = try whileRunning()
    let (removed, table) = try await running.pool.run(isWrite: true) { connection -> (Int, GalleryTable?) in
      guard let table = try running.galleries.existing(key, connection) else { return (0, nil) }
      return (try body(GalleryWriting(table: table, connection: connection)), table)
    }
    if let table, removed > 0 { running.keeper.noteChanges(removed, in: table, isEmptied: isEmptied) }
    return removed
  }

  // MARK: Reading

  public func count(in gallery: GalleryID) async throws -> Int {
    try await reading(gallery, empty: 0) { try $0.count() }
  }

  public func search(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch] {
    try GalleryKey(gallery).check(probe)
    guard limit > 0 else { return [] }
    return try await reading(gallery, empty: []) { try $0.search(probe, limit: limit) }
  }

  public func searchExactly(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch] {
    try GalleryKey(gallery).check(probe)
    guard limit > 0 else { return [] }
    return try await reading(gallery, empty: []) { try $0.searchExactly(probe, limit: limit) }
  }

  public func faces(of person: PersonID, in gallery: GalleryID) async throws -> [FaceRecord] {
    try await reading(gallery, empty: []) { try $0.faces(of: person) }
  }

  public func faces(after id: FaceID?, limit: Int, in gallery: GalleryID) async throws -> [FaceRecord] {
    guard limit > 0 else { return [] }
    return try await reading(gallery, empty: []) { try $0.faces(after: id, limit: limit) }
  }

  private func reading<Value: Sendable>(
    _ gallery: GalleryID, empty: Value, _ body: @escaping @Sendable (GalleryReading) throws -> Value
  ) async throws -> Value {
    let key = try GalleryKey(gallery)
    let running = try whileRunning()
    return try await running.pool.run(isWrite: false) { connection in
      guard let table = try running.galleries.existing(key, connection) else { return empty }
      return try body(GalleryReading(table: table, model: gallery.model, connection: connection))
    }
  }

  private func whileRunning() throws -> Running {
    guard let running = running.withLock({ $0 }) else {
      throw VectorStoreError.unavailable("the vector store is not running")
    }
    try Task.checkCancellation()
    return running
  }
}
