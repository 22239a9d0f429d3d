import CVectorScan
import Engine
import Synchronization

/// Galleries in this process, each durable in a file of its own, sealed where the host seals.
///
/// **Exact search.** The promise is what `faiss::IndexFlatIP` gives: the true nearest by inner product, equal scores in
/// the order of their ids. A scan of one probe is limited by the bytes that it reads, so galleries of 2,048 faces and
/// more have their vectors as 8-bit codes too, a quarter of the bytes, with a bound on what each code row loses
/// (`kvs_code_candidates` argues it). Rows that the bounds can't rule out are looked at in floats: about 16 to 21 of
/// 100,000 for the best five. The answer is bit for bit that of a scan of the floats, and took 0.97 to 1.03 times as long
/// as reading the codes (100,000 × 512, `Benchmarks/Store`).
///
/// **What is FAISS's.** K-means and assignment for inverted lists, with OpenBLAS, where the operator allows searches that
/// may miss (`approximate_beyond`). Its distances are in no search path, so nothing of it had to be replaced: Debian's
/// build computes the inner products of one probe one number at a time, 13 times slower than the codes. At 64 probes it
/// multiplies matrices with OpenBLAS and took 2.0 to 2.5 ms a probe, where this store, of which up to eight searches
/// share a pass (`ScanBatch`), took 1.3 to 2.0 ms (both at 100,000, on a busy machine): batches stay here too, and a score
/// never depends on its company. FAISS is the oracle of the tests.
///
/// **Threads.** Searches run on `threads` threads, files on a few others; no call blocks Swift's cooperative pool.
///
/// **Ids** are compared by their UTF-8 bytes.
public final class FAISSVectorStore: VectorStore {
  /// The component's id.
  public static let componentID = "store.faiss"
  /// Threads for files: they wait for the disk, so a few are enough for galleries not to wait for each other.
  private static let fileThreads = 4
  /// Numbers per vector, at most: far more than any embedder's, and small enough for sizes not to overflow.
  private static let dimensions = 1...65_536

  struct Running: Sendable {
    let scans: WorkerPool
    let files: WorkerPool
    let shelf: GalleryShelf
    let memory: MemoryAccount
    let indexing: WorkerPool?
  }

  private let settings: FAISSStoreSettings
  let directoryPath: String
  private let log: any EventLog
  let sealer: (any DataSealer)?
  private let gate = CallGate()
  private let running = Mutex<Running?>(nil)
  private let directory = Mutex<StoreDirectory?>(nil)

  /// A store, not yet started.
  ///
  /// - Parameters:
  ///   - directory: exists, and is the store's own.
  ///   - sealer: seals what goes into files; nil leaves it in clear.
  public init(
    settings: FAISSStoreSettings = FAISSStoreSettings(), directory: String, log: any EventLog,
    sealer: (any DataSealer)? = nil
  ) {
    self.sealer = sealer
    self.settings = settings
    directoryPath = directory
    self.log = log
  }

  /// `.exact`, or with `approximate_beyond` `.recallFloor(0.95)`, whose meaning `Calibration` defines and measures.
  public var guarantee: SearchGuarantee {
    settings.approximateBeyond == 0 ? .exact : .recallFloor(Calibration.promisedRecall)
  }

  /// Bytes of memory that galleries take now.
  public var memoryBytes: Int { running.withLock { $0?.memory.bytes ?? 0 } }

  // MARK: Lifecycle

  public func start() async throws {
    guard let files = WorkerPool(threads: Self.fileThreads),
      let scans = WorkerPool(threads: settings.threads)
    else { throw ComponentError.unavailable("the system gives the vector store no threads") }
    let indexing = settings.approximateBeyond == 0 ? nil : WorkerPool(threads: 1)
    do {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        files.submit {
          continuation.resume(
            with: Result { try self.directory.withLock { $0 = try StoreDirectory.taken(self.directoryPath) } })
        }
      }
    } catch {
      files.stop()
      scans.stop()
      indexing?.stop()
      throw error
    }
    let memory = MemoryAccount()
    let shelf = GalleryShelf(
      GallerySurroundings(
        directory: directoryPath, settings: settings, log: log, sealer: sealer, files: files, gate: gate,
        memory: memory,
        indexer: indexing.map { Indexer(beyond: settings.approximateBeyond, threads: $0, gate: gate) }))
    running.withLock { $0 = Running(scans: scans, files: files, shelf: shelf, memory: memory, indexing: indexing) }
    gate.open()
    log.write(
      .info, component: Self.componentID, event: "store_started",
      [
        "kernel": String(cString: kvs_kernel_name()),
        "codes_kernel": String(cString: kvs_codes_kernel_name(kvs_codes_kernel_best())),
        "threads": String(settings.threads),
      ])
  }

  public func stop() async {
    guard await gate.close() else { return }
    let stopped = running.withLock { running in
      defer { running = nil }
      return running
    }
    stopped?.files.stop()
    stopped?.scans.stop()
    stopped?.indexing?.stop()
    directory.withLock { $0 = nil }
  }

  // MARK: Writing

  public func add(_ faces: [FaceRecord], to gallery: GalleryID) async throws {
    let key = try Self.key(gallery)
    for face in faces { try Self.check(face.embedding, key) }
    try await whileRunning { running in
      guard !faces.isEmpty else { return }
      try await write(key, running) { .add(faces, $0, $1) }
    }
  }

  @discardableResult public func remove(_ ids: [FaceID], from gallery: GalleryID) async throws -> Int {
    let key = try Self.key(gallery)
    return try await whileRunning { running in
      let identifiers = ids.map { Identifier($0.rawValue) }
      return try await write(key, running) { .remove(identifiers, $0, $1) }
    }
  }

  public func removeAll(from gallery: GalleryID) async throws {
    let key = try Self.key(gallery)
    try await whileRunning { running in try await write(key, running) { .removeAll($0, $1) } }
  }

  private func write<Value: Sendable>(
    _ key: GalleryKey, _ running: Running,
    _ request: (CheckedContinuation<Value, any Error>, Cancellation) -> GalleryRequest
  ) async throws -> Value {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
      try await running.shelf.request(key) { request($0, cancellation) }
    } onCancel: {
      cancellation.cancel()
    }
  }

  // MARK: Reading

  public func count(in gallery: GalleryID) async throws -> Int {
    try await read(gallery) { $0.count }
  }

  public func search(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch] {
    try await search(probe, in: gallery, limit: limit, isExact: false)
  }

  public func searchExactly(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch] {
    try await search(probe, in: gallery, limit: limit, isExact: true)
  }

  private func search(
    _ probe: Embedding, in gallery: GalleryID, limit: Int, isExact: Bool
  ) async throws -> [FaceMatch] {
    let key = try Self.key(gallery)
    try Self.check(probe, key)
    return try await whileRunning { running in
      guard limit > 0 else { return [] }
      let contents = try await running.shelf.contents(of: key)
      return try await contents.searches.search(
        probe.values, limit: limit, isExact: isExact, in: contents, on: running.scans)
    }
  }

  public func faces(of person: PersonID, in gallery: GalleryID) async throws -> [FaceRecord] {
    try await read(gallery) { $0.faces(of: Identifier(person.rawValue)) }
  }

  public func faces(after id: FaceID?, limit: Int, in gallery: GalleryID) async throws -> [FaceRecord] {
    try await read(gallery) { contents in
      limit > 0 ? contents.faces(after: id.map { Identifier($0.rawValue) }, limit: limit) : []
    }
  }

  private func read<Value: Sendable>(
    _ gallery: GalleryID, _ body: @escaping @Sendable (GalleryContents) -> Value
  ) async throws -> Value {
    let key = try Self.key(gallery)
    return try await whileRunning { running in
      let contents = try await running.shelf.contents(of: key)
      return try await Cancellation.awaiting { continuation, cancellation in
        running.scans.submit {
          if cancellation.isCancelled {
            continuation.resume(throwing: CancellationError())
          } else {
            continuation.resume(returning: body(contents))
          }
        }
      }
    }
  }

  func whileRunning<Value>(_ body: (Running) async throws -> Value) async throws -> Value {
    try await gate.pass {
      guard let running = running.withLock({ $0 }) else {
        throw VectorStoreError.unavailable("the vector store is not running")
      }
      try Task.checkCancellation()
      return try await body(running)
    }
  }

  // MARK: Checking

  private static func key(_ gallery: GalleryID) throws(VectorStoreError) -> GalleryKey {
    guard dimensions.contains(gallery.dimension) else {
      throw .mismatch("a gallery's vectors have 1 to \(dimensions.upperBound) numbers, not \(gallery.dimension)")
    }
    return GalleryKey(gallery)
  }

  private static func check(_ embedding: Embedding, _ key: GalleryKey) throws(VectorStoreError) {
    guard Identifier(embedding.model.rawValue) == key.model else {
      throw .mismatch("the vector is of model '\(embedding.model)' and the gallery of '\(key.model.text)'")
    }
    guard embedding.values.count == key.dimension else {
      throw .mismatch("the vector has \(embedding.values.count) numbers and the gallery's have \(key.dimension)")
    }
    guard embedding.values.withUnsafeBufferPointer({ kvs_all_finite($0.baseAddress, $0.count) }) else {
      throw .mismatch("the vector has a number that is not finite")
    }
  }
}
