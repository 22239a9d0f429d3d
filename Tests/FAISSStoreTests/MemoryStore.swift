import Engine
import Synchronization

/// The simplest right store, with a flaw on request: it keeps "disks" in memory that outlive it.
final class MemoryStore: VectorStore {
  /// A flaw; the raw value is part of the name of the rule that must find it.
  enum Flaw: String, CaseIterable, Sendable {
    case mixesTenants = "of one tenant"
    case mixesModels = "of one model"
    case forgetsRemovals = "forgotten by every way"
    case forgetsToWrite = "everything is there after a restart"
    case addsPartOfABatch = "is refused as a duplicate, and nothing of the batch"
    case acceptsADuplicateInABatch = "twice in one batch"
    case acceptsOtherModels = "of another model or length is refused"
    case answersWrongProbes = "a probe of another model"
    case missesTheNearest = "what the guarantee promises"
    case ordersWrongly = "best first"
    case ignoresLimits = "at most `limit`"
    case countsRemovalsTwice = "counts each face once"
    case cutsIDs = "any text is a face's"
    case pagesByLength = "by the bytes of the ids"
    case removesAllGalleries = "nothing of one tenant"
    case forgetsPersons = "all samples of a person"
    case showsHalfBatches = "visible as a whole"
    case letsTwoWin = "same id at the same time"
    case failsWhenCancelled = "a cancelled call"
    case cutsCancelledBatches = "a cancelled add"
  }

  final class Disks: Sendable {
    let galleries = Mutex<[String: [GalleryID: [FaceRecord]]]>([:])
  }

  private let disks: Disks
  private let place: String
  private let flaw: Flaw?
  private let state: Mutex<[GalleryID: [FaceRecord]]>

  init(_ disks: Disks, _ place: String, _ flaw: Flaw?) {
    self.disks = disks
    self.place = place
    self.flaw = flaw
    state = Mutex(disks.galleries.withLock { $0[place] ?? [:] })
  }

  var guarantee: SearchGuarantee { .exact }

  private func key(_ gallery: GalleryID) -> GalleryID {
    var key = gallery
    if flaw == .mixesTenants { key.tenant = TenantID("") }
    if flaw == .mixesModels { key.model = ModelID("") }
    return key
  }

  private func change<Result>(
    _ gallery: GalleryID, toDisk: Bool = true, _ body: (inout [FaceRecord]) throws -> Result
  ) rethrows -> Result {
    try state.withLock { state in
      let result = try body(&state[key(gallery), default: []])
      if toDisk, flaw != .forgetsToWrite { disks.galleries.withLock { $0[place] = state } }
      return result
    }
  }

  private func stored(_ gallery: GalleryID) -> [FaceRecord] { state.withLock { $0[key(gallery)] ?? [] } }

  private func checkCancellation() throws {
    if flaw == .failsWhenCancelled, Task.isCancelled { throw VectorStoreError.unavailable("cancelled") }
    if flaw != .cutsCancelledBatches { try Task.checkCancellation() }
  }

  func add(_ faces: [FaceRecord], to gallery: GalleryID) async throws {
    try checkCancellation()
    for face in faces where flaw != .acceptsOtherModels { try check(face.embedding, gallery) }
    if flaw == .showsHalfBatches || flaw == .letsTwoWin {
      if let face = faces.first(where: { face in stored(gallery).contains { $0.id == face.id } }) {
        throw VectorStoreError.duplicate(face.id)
      }
      for face in faces {
        try await Task.sleep(for: .milliseconds(1))
        change(gallery) { $0.append(face) }
      }
      return
    }
    try change(gallery) { stored in
      var new: [FaceRecord] = []
      for face in faces {
        let isInBatch = flaw != .acceptsADuplicateInABatch && new.contains { $0.id == face.id }
        if isInBatch || stored.contains(where: { $0.id == face.id }) {
          if flaw == .addsPartOfABatch { stored += new }
          throw VectorStoreError.duplicate(face.id)
        }
        var face = face
        if flaw == .cutsIDs { face.person = PersonID(String(face.person.rawValue.prefix(255))) }
        new.append(face)
      }
      if flaw == .cutsCancelledBatches, Task.isCancelled {
        stored += new.prefix(new.count / 2)
        throw CancellationError()
      }
      stored += new
    }
  }

  func remove(_ ids: [FaceID], from gallery: GalleryID) async throws -> Int {
    try checkCancellation()
    return change(gallery, toDisk: flaw != .forgetsRemovals) { stored in
      let before = stored.count
      let named = ids.count { id in stored.contains { $0.id == id } }
      stored.removeAll { ids.contains($0.id) }
      return flaw == .countsRemovalsTwice ? named : before - stored.count
    }
  }

  func removeAll(from gallery: GalleryID) async throws {
    if flaw == .removesAllGalleries { state.withLock { $0 = [:] } }
    change(gallery) { $0 = [] }
  }

  func count(in gallery: GalleryID) async throws -> Int { stored(gallery).count }

  func search(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch] {
    try checkCancellation()
    if flaw != .answersWrongProbes { try check(probe, gallery) }
    var matches = stored(gallery).map { face in
      FaceMatch(id: face.id, person: face.person, similarity: min(1, face.embedding.similarity(to: probe) ?? 0))
    }
    if flaw != .ordersWrongly { matches.sort { $0.similarity > $1.similarity } }
    if flaw == .missesTheNearest, matches.count > 20 { matches.removeFirst() }
    return Array(matches.prefix(flaw == .ignoresLimits ? limit &+ 1 : max(0, limit)))
  }

  func faces(of person: PersonID, in gallery: GalleryID) async throws -> [FaceRecord] {
    let own = stored(gallery).filter { $0.person == person }
    return flaw == .forgetsPersons ? Array(own.prefix(1)) : own
  }

  func faces(after id: FaceID?, limit: Int, in gallery: GalleryID) async throws -> [FaceRecord] {
    let sorted = stored(gallery).sorted { isBefore($0.id, $1.id) }
    return Array(sorted.drop { face in id.map { !isBefore($0, face.id) } ?? false }.prefix(limit))
  }

  private func isBefore(_ a: FaceID, _ b: FaceID) -> Bool {
    if flaw == .pagesByLength, a.rawValue.utf8.count != b.rawValue.utf8.count {
      return a.rawValue.utf8.count < b.rawValue.utf8.count
    }
    return a.rawValue.utf8.lexicographicallyPrecedes(b.rawValue.utf8)
  }

  private func check(_ embedding: Embedding, _ gallery: GalleryID) throws {
    guard embedding.model == gallery.model, embedding.values.count == gallery.dimension,
      embedding.values.allSatisfy(\.isFinite)
    else { throw VectorStoreError.mismatch("another model or length") }
  }
}
