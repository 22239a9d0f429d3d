import Engine
import Synchronization

/// The simplest right store, with a flaw on request: it keeps "disks" in memory that outlive it.
final class MemoryStore: VectorStore {
  typealias Galleries = [GalleryKey: [FaceRecord]]

  /// By bytes: Swift's strings are equal when they look equal.
  struct GalleryKey: Hashable {
    var tenant: [UInt8]
    var model: [UInt8]
    var dimension: Int
  }

  final class Disks: Sendable {
    let galleries = Mutex<[String: Galleries]>([:])
  }

  private let disks: Disks
  private let place: String
  private let flaw: Flaw?
  private let isReopened: Bool
  /// What is there, and what was there before the last change.
  private let state: Mutex<(now: Galleries, before: Galleries)>
  let precision: Float

  /// - Parameter precision: what the store says; above 1e-5 it rounds vectors accordingly.
  init(_ disks: Disks, _ place: String, _ flaw: Flaw?, precision: Float = 1e-5) {
    self.disks = disks
    self.place = place
    self.flaw = flaw
    self.precision = precision
    let kept = disks.galleries.withLock { $0[place] }
    isReopened = kept != nil
    state = Mutex((kept ?? [:], kept ?? [:]))
  }

  var guarantee: SearchGuarantee { .exact }

  private func key(_ gallery: GalleryID) -> GalleryKey {
    var key = GalleryKey(
      tenant: Array(gallery.tenant.rawValue.utf8), model: Array(gallery.model.rawValue.utf8),
      dimension: gallery.dimension)
    if flaw == .mixesTenants { key.tenant = [] }
    if flaw == .mixesModels { key.model = [] }
    // "é" as one scalar and as two: the one for both.
    if flaw == .takesLookAlikeTenantsForOne, gallery.tenant.rawValue == "é" { key.tenant = Array("é".utf8) }
    return key
  }

  private func isSame(_ a: FaceID, _ b: FaceID) -> Bool {
    flaw == .comparesAsText ? a == b : a.rawValue.utf8.elementsEqual(b.rawValue.utf8)
  }

  private func change<Result>(
    _ gallery: GalleryID, toDisk: Bool = true, _ body: (inout [FaceRecord]) throws -> Result
  ) rethrows -> Result {
    try state.withLock { state in
      let before = state.now
      let result = try body(&state.now[key(gallery), default: []])
      state.before = before
      if toDisk, flaw != .forgetsToWrite { disks.galleries.withLock { $0[place] = state.now } }
      return result
    }
  }

  private func stored(_ gallery: GalleryID) -> [FaceRecord] {
    state.withLock { (flaw == .answersFromBefore ? $0.before : $0.now)[key(gallery)] ?? [] }
  }

  private func checkCancellation() throws {
    if flaw == .failsWhenCancelled, Task.isCancelled { throw VectorStoreError.unavailable("cancelled") }
    if flaw != .cutsCancelledBatches { try Task.checkCancellation() }
  }

  func add(_ faces: [FaceRecord], to gallery: GalleryID) async throws {
    try checkCancellation()
    for face in faces where flaw != .acceptsOtherModels { try check(face.embedding, gallery) }
    if flaw == .showsHalfBatches || flaw == .letsTwoWin {
      if let face = faces.first(where: { face in stored(gallery).contains { isSame($0.id, face.id) } }) {
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
        let isInBatch = flaw != .acceptsADuplicateInABatch && new.contains { isSame($0.id, face.id) }
        if isInBatch || stored.contains(where: { isSame($0.id, face.id) }) {
          if flaw == .addsPartOfABatch { stored += new }
          throw VectorStoreError.duplicate(face.id)
        }
        new.append(asKept(face))
      }
      if flaw == .cutsCancelledBatches, Task.isCancelled {
        stored += new.prefix(new.count / 2)
        throw CancellationError()
      }
      stored += new
    }
  }

  private func asKept(_ face: FaceRecord) -> FaceRecord {
    var face = face
    if flaw == .cutsIDs { face.person = PersonID(String(face.person.rawValue.prefix(255))) }
    let step = flaw == .roundsVectors ? 1e-3 : precision
    guard step > 1e-5 else { return face }
    let rounded = face.embedding.values.map { ($0 / step).rounded() * step }
    if let embedding = Embedding(model: face.embedding.model, normalizing: rounded) { face.embedding = embedding }
    return face
  }

  func remove(_ ids: [FaceID], from gallery: GalleryID) async throws -> Int {
    if flaw == .ignoresCancelledRemovals, Task.isCancelled { return ids.count }
    try checkCancellation()
    return change(gallery, toDisk: flaw != .forgetsRemovals) { stored in
      let before = stored.count
      let named = ids.count { id in stored.contains { isSame($0.id, id) } }
      stored.removeAll { face in ids.contains { isSame($0, face.id) } }
      return flaw == .countsRemovalsTwice ? named : before - stored.count
    }
  }

  func removeAll(from gallery: GalleryID) async throws {
    if flaw == .removesAllGalleries { state.withLock { $0.now = [:] } }
    change(gallery) { $0 = [] }
  }

  func count(in gallery: GalleryID) async throws -> Int { stored(gallery).count }

  func search(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch] {
    var matches = try ranked(probe, gallery)
    if flaw == .ordersWrongly { matches.reverse() }
    let isMissing = flaw == .missesTheNearest || flaw == .missesAfterARestart && isReopened
    if isMissing, matches.count > 20 { matches.removeFirst() }
    return Array(matches.prefix(flaw == .ignoresLimits ? limit &+ 1 : max(0, limit)))
  }

  func searchExactly(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch] {
    var matches = try ranked(probe, gallery)
    if flaw == .missesInExactSearches, matches.count > 20 { matches.removeFirst() }
    return Array(matches.prefix(max(0, limit)))
  }

  private func ranked(_ probe: Embedding, _ gallery: GalleryID) throws -> [FaceMatch] {
    try checkCancellation()
    if flaw != .answersWrongProbes { try check(probe, gallery) }
    return stored(gallery).map { face in
      let similarity = face.embedding.similarity(to: probe) ?? 0
      return FaceMatch(
        id: face.id, person: face.person, similarity: flaw == .clampsSimilarities ? max(0, similarity) : similarity)
    }.sorted { $0.similarity > $1.similarity }
  }

  func faces(of person: PersonID, in gallery: GalleryID) async throws -> [FaceRecord] {
    let own = stored(gallery).filter { $0.person.rawValue.utf8.elementsEqual(person.rawValue.utf8) }
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
