import Engine

/// Galleries in a Chroma server, a collection each: for installations that run Chroma anyway. `docs/chroma.md` says what
/// was measured.
///
/// Searches go through Chroma's HNSW index (M 32, ef 500), which finds the true nearest almost always but promises
/// nothing; where it gives fewer faces than the gallery has, the gallery is read through instead. What Chroma does not do,
/// the store does: it refuses duplicates, which Chroma ignores silently, counts removals, and orders pages.
///
/// One host writes at a time, in this process one call at a time. Two hosts that add the same id at the same moment are
/// told apart by a mark of the call in each face; for a moment a reader may see a batch that is then taken back.
public final class ChromaVectorStore: VectorStore {
  /// `store.chroma`.
  public static let componentID = "store.chroma"
  /// Faces that one call may add: as many as Chroma takes in one transaction.
  static let largestBatch = 5000
  /// Faces read at a time: 6 MB of JSON at 512 numbers each.
  private static let page = 1000

  private let server: ChromaServer
  private let writes = WriteTurn()

  /// A store that has not been started.
  ///
  /// - Throws: `ComponentError.unavailable` where there is no memory for its connections.
  public init(settings: ChromaSettings) throws { server = try ChromaServer(settings) }

  /// Measured at 10,000 random vectors of 512 numbers, the hardest there are: all of 400 probes found the true nearest,
  /// with an ef of 200 only 94 % of the strangers. Larger galleries are held against `searchExactly` by the host.
  public var guarantee: SearchGuarantee { .recallFloor(0.95) }

  public func start() async throws { try await server.check() }

  // MARK: Writing

  public func add(_ faces: [FaceRecord], to gallery: GalleryID) async throws {
    var seen = Set<String>()
    for face in faces {
      try Self.check(face.embedding, gallery)
      guard seen.insert(ChromaName.id(face.id.rawValue)).inserted else { throw VectorStoreError.duplicate(face.id) }
    }
    guard !faces.isEmpty else { return }
    guard faces.count <= Self.largestBatch else {
      throw VectorStoreError.unavailable("Chroma takes at most \(Self.largestBatch) faces at a time; add fewer")
    }
    let name = try ChromaName.collection(gallery)
    try await writes.run { [self] in
      _ = try await server.makeCollection(name)
      let ids = faces.map { ChromaName.id($0.id.rawValue) }
      if let taken = try await marks(ids, name).keys.first { throw Self.duplicate(taken, faces) }
      // From here on the call is no longer cancelled: it completes, or is taken back.
      try await Task { try await addNew(faces, ids, name) }.value
    }
  }

  /// Adds faces whose ids were free a moment ago.
  private func addNew(_ faces: [FaceRecord], _ ids: [String], _ name: String) async throws {
    let mark = String(UInt64.random(in: .min ... .max), radix: 36)
    let body = ChromaMessages.Add(
      ids: ids, embeddings: faces.map(\.embedding.values),
      metadatas: faces.map { .init(person: ChromaName.id($0.person.rawValue), write: mark) })
    var failure: (any Error)?
    do {
      if try await server.call("add", of: name, body, as: Ignored.self) == nil {
        throw VectorStoreError.unavailable("another host emptied the gallery meanwhile; try again")
      }
    } catch {
      // The answer may be what was lost, and not the request.
      failure = error
    }
    let there = try await marks(ids, name)
    if there.count == ids.count, there.values.allSatisfy({ $0 == mark }) { return }
    let own = there.filter { $0.value == mark }.map(\.key)
    if !own.isEmpty { _ = try await server.call("delete", of: name, ChromaMessages.IDs(ids: own), as: Ignored.self) }
    if let failure { throw failure }
    guard let foreign = there.first(where: { $0.value != mark })?.key else {
      throw VectorStoreError.unavailable("another host emptied the gallery meanwhile; try again")
    }
    throw Self.duplicate(foreign, faces)
  }

  public func remove(_ ids: [FaceID], from gallery: GalleryID) async throws -> Int {
    let name = try ChromaName.collection(gallery)
    let wanted = Array(Set(ids.map { ChromaName.id($0.rawValue) }))
    guard !wanted.isEmpty else { return 0 }
    return try await writes.run { [self] in
      // Chroma says how many it deleted, but counts what was not there.
      let there = try await Array(marks(wanted, name).keys)
      if there.isEmpty { return 0 }
      _ = try await server.call("delete", of: name, ChromaMessages.IDs(ids: there), as: Ignored.self)
      return there.count
    }
  }

  public func removeAll(from gallery: GalleryID) async throws {
    let name = try ChromaName.collection(gallery)
    try await writes.run { [self] in try await server.deleteCollection(name) }
  }

  /// Which of these ids are there, with the marks of the calls that added them.
  private func marks(_ ids: [String], _ name: String) async throws -> [String: String] {
    let body = ChromaMessages.Get(ids: ids, include: ["metadatas"])
    guard let found = try await server.call("get", of: name, body, as: ChromaMessages.Entries.self) else { return [:] }
    return Dictionary(zip(found.ids, found.metadatas ?? []).map { ($0, $1?.write ?? "") }) { first, _ in first }
  }

  // MARK: Reading

  public func count(in gallery: GalleryID) async throws -> Int {
    let name = try ChromaName.collection(gallery)
    return try await server.call("count", of: name, NoBody(), as: Int.self, method: "GET") ?? 0
  }

  public func search(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch] {
    try Self.check(probe, gallery)
    guard limit > 0 else { return [] }
    let wanted = limit <= Self.page ? limit : min(limit, try await count(in: gallery))
    guard wanted > 0 else { return [] }
    let body = ChromaMessages.Query(queryEmbeddings: [probe.values], nResults: wanted)
    let name = try ChromaName.collection(gallery)
    guard let found = try await server.call("query", of: name, body, as: ChromaMessages.Found.self) else { return [] }
    var matches: [FaceMatch] = []
    if let ids = found.ids.first, let distances = found.distances.first, let metadatas = found.metadatas.first {
      for ((id, distance), metadata) in zip(zip(ids, distances), metadatas) {
        let (face, person) = try Self.identity(id, metadata)
        matches.append(FaceMatch(id: face, person: person, similarity: max(-1, min(1, 1 - (distance ?? 1)))))
      }
    }
    // The index may miss faces, more so after removals; the count says whether it did.
    if matches.count < wanted, matches.count < (try await count(in: gallery)) {
      return try await searchExactly(probe, in: gallery, limit: limit)
    }
    return matches.sorted { $0.similarity > $1.similarity }
  }

  public func searchExactly(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch] {
    try Self.check(probe, gallery)
    guard limit > 0 else { return [] }
    var best: [FaceMatch] = []
    var rest = try await ids(gallery)[...]
    while !rest.isEmpty {
      for face in try await read(Array(rest.prefix(Self.page)), gallery) {
        best.append(
          FaceMatch(id: face.id, person: face.person, similarity: face.embedding.similarity(to: probe) ?? -1))
      }
      rest = rest.dropFirst(Self.page)
      best.sort { $0.similarity > $1.similarity }
      best.removeLast(max(0, best.count - limit))
    }
    return best
  }

  public func faces(of person: PersonID, in gallery: GalleryID) async throws -> [FaceRecord] {
    let body = ChromaMessages.Get(
      where: .init(person: ["$eq": ChromaName.id(person.rawValue)]), include: ["embeddings", "metadatas"])
    return try await faces(body, gallery)
  }

  public func faces(after id: FaceID?, limit: Int, in gallery: GalleryID) async throws -> [FaceRecord] {
    guard limit > 0 else { return [] }
    // Chroma gives entries in the order of their adding: the order of ids is made here.
    var behind = try await ids(gallery)[...]
    if let id {
      let name = ChromaName.id(id.rawValue)
      behind = behind.drop { !name.utf8.lexicographicallyPrecedes($0.utf8) }
    }
    behind = behind.prefix(limit)
    var faces: [FaceRecord] = []
    while !behind.isEmpty {
      faces += try await read(Array(behind.prefix(Self.page)), gallery)
      behind = behind.dropFirst(Self.page)
    }
    return faces
  }

  /// Every id of the gallery, as Chroma has them, in the order of their bytes.
  private func ids(_ gallery: GalleryID) async throws -> [String] {
    let name = try ChromaName.collection(gallery)
    let body = ChromaMessages.Get(include: [])
    let found = try await server.call("get", of: name, body, as: ChromaMessages.Entries.self)
    return (found?.ids ?? []).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The faces of these ids that are still there, by the bytes of their ids.
  private func read(_ ids: [String], _ gallery: GalleryID) async throws -> [FaceRecord] {
    try await faces(ChromaMessages.Get(ids: ids, include: ["embeddings", "metadatas"]), gallery)
      .sorted { $0.id.rawValue.utf8.lexicographicallyPrecedes($1.id.rawValue.utf8) }
  }

  private func faces(_ body: ChromaMessages.Get, _ gallery: GalleryID) async throws -> [FaceRecord] {
    let name = try ChromaName.collection(gallery)
    guard let found = try await server.call("get", of: name, body, as: ChromaMessages.Entries.self) else { return [] }
    return try zip(zip(found.ids, found.metadatas ?? []), found.embeddings ?? []).map { entry, values in
      let (face, person) = try Self.identity(entry.0, entry.1)
      guard values.count == gallery.dimension, let embedding = Embedding(model: gallery.model, normalizing: values)
      else { throw Self.damaged }
      return FaceRecord(id: face, person: person, embedding: embedding)
    }
  }

  private static let damaged = VectorStoreError.damaged("the collection has an entry that is no face of Kenali's")

  private static func identity(_ id: String, _ metadata: ChromaMessages.Metadata?) throws -> (FaceID, PersonID) {
    guard let face = ChromaName.text(id), let person = metadata.flatMap({ ChromaName.text($0.person) }) else {
      throw damaged
    }
    return (FaceID(face), PersonID(person))
  }

  private static func duplicate(_ id: String, _ faces: [FaceRecord]) -> VectorStoreError {
    .duplicate(faces.first { ChromaName.id($0.id.rawValue) == id }?.id ?? FaceID(""))
  }

  private static func check(_ embedding: Embedding, _ gallery: GalleryID) throws {
    guard embedding.model == gallery.model, embedding.values.count == gallery.dimension else {
      throw VectorStoreError.mismatch("the vector is of another model or length than the gallery")
    }
  }
}
