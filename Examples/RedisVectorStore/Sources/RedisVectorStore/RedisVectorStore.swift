import Dispatch
import Engine

/// Galleries in Redis: a hash each, from a face's id to its vector and person, and a stamp that changes with every write.
/// Searches compare all faces of a copy in memory, which is read again where the stamp has changed: several hosts may
/// write to one server.
///
/// Redis itself must be durable (`appendonly yes`, `appendfsync always`) and must not evict; the store refuses to start on
/// one that is not so. Where the connection breaks during a write, nobody knows whether it was done: the call throws
/// `.unavailable`, and `faces(of:)` tells. One call at a time; every gallery that was read stays in memory.
public actor RedisVectorStore: VectorStore {
  private let settings: RedisSettings
  private var connection: RedisConnection?
  /// Faces by the bytes of their ids.
  private var copies: [String: (stamp: [UInt8], faces: [FaceRecord])] = [:]
  /// The calls block, so they run on a thread of this queue's and not on Swift's cooperative pool.
  private let executor = QueueExecutor()
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  public init(settings: RedisSettings) { self.settings = settings }

  public nonisolated var guarantee: SearchGuarantee { .exact }

  public func start() async throws {
    for (name, needed) in [("appendonly", "yes"), ("appendfsync", "always"), ("maxmemory-policy", "noeviction")] {
      guard try send(["CONFIG", "GET", name].map { Array($0.utf8) }).list.last?.bytes == Array(needed.utf8) else {
        throw ComponentError.unavailable("Redis would lose faces: its setting \(name) must be \(needed)")
      }
    }
  }

  public func stop() async { (connection, copies) = (nil, [:]) }

  public func add(_ faces: [FaceRecord], to gallery: GalleryID) async throws {
    var seen = Set<[UInt8]>()
    for face in faces {
      try Self.check(face.embedding, gallery)
      guard seen.insert(Array(face.id.rawValue.utf8)).inserted else { throw VectorStoreError.duplicate(face.id) }
    }
    // A script is done as a whole, and is written to the file as one transaction.
    let script = """
      for i = 2, #ARGV, 2 do if redis.call('HEXISTS', KEYS[1], ARGV[i]) == 1 then return ARGV[i] end end
      for i = 2, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
      if #ARGV > 1 then redis.call('SET', KEYS[2], ARGV[1]) end
      """
    if let taken = try run(script, gallery, faces.flatMap { [Array($0.id.rawValue.utf8), Self.encode($0)] }).bytes {
      throw VectorStoreError.duplicate(FaceID(String(decoding: taken, as: UTF8.self)))
    }
  }

  public func remove(_ ids: [FaceID], from gallery: GalleryID) async throws -> Int {
    let script = """
      local gone = 0
      for i = 2, #ARGV do gone = gone + redis.call('HDEL', KEYS[1], ARGV[i]) end
      if gone > 0 then redis.call('SET', KEYS[2], ARGV[1]) end
      return gone
      """
    return try run(script, gallery, ids.map { Array($0.rawValue.utf8) }).integer
  }

  public func removeAll(from gallery: GalleryID) async throws {
    _ = try run("redis.call('DEL', KEYS[1], KEYS[2])", gallery, [])
    copies[key(gallery)] = nil
  }

  public func count(in gallery: GalleryID) async throws -> Int {
    try run("return redis.call('HLEN', KEYS[1])", gallery, []).integer
  }

  public func search(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch] {
    try Self.check(probe, gallery)
    let matches = try contents(gallery).map { face in
      FaceMatch(id: face.id, person: face.person, similarity: face.embedding.similarity(to: probe) ?? -1)
    }
    return Array(matches.sorted { $0.similarity > $1.similarity }.prefix(max(0, limit)))
  }

  public func faces(of person: PersonID, in gallery: GalleryID) async throws -> [FaceRecord] {
    try contents(gallery).filter { $0.person.rawValue.utf8.elementsEqual(person.rawValue.utf8) }
  }

  public func faces(after id: FaceID?, limit: Int, in gallery: GalleryID) async throws -> [FaceRecord] {
    let behind = try contents(gallery).drop { face in id.map { !Self.precedes($0, face.id) } ?? false }
    return Array(behind.prefix(max(0, limit)))
  }

  /// The gallery's faces, by the bytes of their ids.
  private func contents(_ gallery: GalleryID) throws -> [FaceRecord] {
    let key = key(gallery)
    let script = """
      local stamp = redis.call('GET', KEYS[2])
      if not stamp or stamp == ARGV[2] then return {stamp} end
      return {stamp, redis.call('HGETALL', KEYS[1])}
      """
    let read = try run(script, gallery, [copies[key]?.stamp ?? []]).list
    guard let stamp = read.first?.bytes else { return [] }  // Nothing was ever written, or all was removed.
    guard read.count == 2 else { return copies[key]?.faces ?? [] }
    let words = read[1].list.compactMap(\.bytes)
    let faces = try stride(from: 0, to: words.count - 1, by: 2).map { index in
      guard let face = Self.decode(words[index], words[index + 1], gallery) else {
        throw VectorStoreError.damaged("the gallery has an entry that is no face")
      }
      return face
    }.sorted { Self.precedes($0.id, $1.id) }
    copies[key] = (stamp, faces)
    return faces
  }

  /// Runs a script on the gallery's two keys; its first argument is a new stamp.
  private func run(_ script: String, _ gallery: GalleryID, _ arguments: [[UInt8]]) throws -> RedisReply {
    try Task.checkCancellation()
    let key = key(gallery)
    // Random rather than counted: a server that was emptied would count to the same numbers again.
    let stamp = "\(UInt64.random(in: .min ... .max))\(UInt64.random(in: .min ... .max))"
    let words = ["EVAL", script, "2", key, key + ":stamp", stamp].map { Array($0.utf8) }
    return try send(words + arguments)
  }

  private func send(_ words: [[UInt8]]) throws -> RedisReply {
    do {
      let connection = try self.connection ?? connect()
      self.connection = connection
      return try connection.send(words)
    } catch RedisFailure.refused(let code) {
      throw VectorStoreError.unavailable("Redis refused a command: \(code)")
    } catch {
      // The next call connects anew.
      connection = nil
      throw VectorStoreError.unavailable("Redis does not answer; check that it runs, and the settings host and port")
    }
  }

  private func connect() throws -> RedisConnection {
    let connection = try RedisConnection(host: settings.host, port: settings.port, timeoutMS: settings.timeoutMS)
    if let password = settings.password { _ = try connection.send([Array("AUTH".utf8), Array(password.utf8)]) }
    return connection
  }

  /// Names in hexadecimal: any text is an id. The braces keep a gallery's keys together in a cluster.
  private func key(_ gallery: GalleryID) -> String {
    func hex(_ text: String) -> String { text.utf8.map { String(0x100 | Int($0), radix: 16).suffix(2) }.joined() }
    return "\(settings.prefix):{\(hex(gallery.tenant.rawValue)):\(hex(gallery.model.rawValue)):\(gallery.dimension)}"
  }

  /// The vector as little-endian floats, then the person.
  private static func encode(_ face: FaceRecord) -> [UInt8] {
    face.embedding.values.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
      + face.person.rawValue.utf8
  }

  private static func decode(_ id: [UInt8], _ bytes: [UInt8], _ gallery: GalleryID) -> FaceRecord? {
    guard bytes.count >= 4 * gallery.dimension else { return nil }
    let values = (0..<gallery.dimension).map { index in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[4 * index + $1]) << (8 * $1) })
    }
    guard let embedding = Embedding(model: gallery.model, normalizing: values) else { return nil }
    let person = String(decoding: bytes[(4 * gallery.dimension)...], as: UTF8.self)
    return FaceRecord(id: FaceID(String(decoding: id, as: UTF8.self)), person: PersonID(person), embedding: embedding)
  }

  private static func precedes(_ a: FaceID, _ b: FaceID) -> Bool {
    a.rawValue.utf8.lexicographicallyPrecedes(b.rawValue.utf8)
  }

  private static func check(_ embedding: Embedding, _ gallery: GalleryID) throws {
    guard embedding.model == gallery.model, embedding.values.count == gallery.dimension else {
      throw VectorStoreError.mismatch("the vector is of another model or length than the gallery")
    }
  }
}

/// Runs an actor's jobs on a dispatch queue.
private final class QueueExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "store.redis")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
