import Engine
import Synchronization

/// A vector store in memory that fails on request.
final class MemoryGallery: VectorStore {
  /// Which calls fail.
  enum Call: Sendable { case add, remove, search, faces, count }

  private struct State {
    var galleries: [GalleryID: [FaceRecord]] = [:]
    var failures: [Call: any Error] = [:]
    var tries: [Call: Int] = [:]
    var isHanging = false
    var afterPage: (@Sendable () async throws -> Void)?
  }

  private let state = Mutex(State())

  let guarantee: SearchGuarantee

  init(guarantee: SearchGuarantee = .exact) { self.guarantee = guarantee }

  /// Whether adding and searching go on for as long as they are not cancelled.
  func hang(_ isHanging: Bool) { state.withLock { $0.isHanging = isHanging } }

  private func delay() async throws {
    if state.withLock(\.isHanging) { try await Task.sleep(for: .seconds(600)) }
  }

  /// Has something happen between the next reading of a page and its answer.
  func afterNextPage(_ body: @escaping @Sendable () async throws -> Void) { state.withLock { $0.afterPage = body } }

  /// Whether that has happened.
  var isPagePassed: Bool { state.withLock { $0.afterPage == nil } }

  /// How often such a call was made.
  func tries(_ call: Call) -> Int { state.withLock { $0.tries[call] ?? 0 } }

  /// Every call fails as it does when the store can't be reached; false lets them work again.
  func cut(_ isCut: Bool) {
    for call in [Call.add, .remove, .search, .faces, .count] {
      fail(call, with: isCut ? VectorStoreError.unavailable("away") : nil)
    }
  }

  /// From now on such calls throw this; nil lets them work again.
  func fail(_ call: Call, with error: (any Error)?) { state.withLock { $0.failures[call] = error } }

  /// The stored faces of one gallery, changed at will: damage of a test's own.
  func change(_ gallery: GalleryID, _ body: (inout [FaceRecord]) -> Void) {
    state.withLock { body(&$0.galleries[gallery, default: []]) }
  }

  /// Everything that is stored, whatever the gallery.
  var stored: [FaceRecord] { state.withLock { $0.galleries.values.flatMap { $0 } } }

  private func use<Value>(_ call: Call, _ body: (inout [GalleryID: [FaceRecord]]) -> Value) throws -> Value {
    try state.withLock { state in
      state.tries[call, default: 0] += 1
      if let failure = state.failures[call] { throw failure }
      return body(&state.galleries)
    }
  }

  func add(_ faces: [FaceRecord], to gallery: GalleryID) async throws {
    try await delay()
    let taken: FaceID? = try use(.add) { galleries in
      let there = Set((galleries[gallery] ?? []).map(\.id))
      if let taken = faces.first(where: { there.contains($0.id) }) { return taken.id }
      galleries[gallery, default: []] += faces
      return nil
    }
    if let taken { throw VectorStoreError.duplicate(taken) }
  }

  func remove(_ ids: [FaceID], from gallery: GalleryID) async throws -> Int {
    try use(.remove) { galleries in
      let before = galleries[gallery]?.count ?? 0
      galleries[gallery]?.removeAll { ids.contains($0.id) }
      return before - (galleries[gallery]?.count ?? 0)
    }
  }

  func removeAll(from gallery: GalleryID) async throws { try use(.remove) { $0[gallery] = nil } }

  func count(in gallery: GalleryID) async throws -> Int { try use(.count) { $0[gallery]?.count ?? 0 } }

  func search(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch] {
    try await delay()
    return try use(.search) { galleries in
      (galleries[gallery] ?? [])
        .map { FaceMatch(id: $0.id, person: $0.person, similarity: $0.embedding.similarity(to: probe) ?? -1) }
        .sorted { $0.similarity > $1.similarity }
        .prefix(limit).map { $0 }
    }
  }

  func faces(of person: PersonID, in gallery: GalleryID) async throws -> [FaceRecord] {
    try use(.faces) { ($0[gallery] ?? []).filter { $0.person == person } }
  }

  func faces(after id: FaceID?, limit: Int, in gallery: GalleryID) async throws -> [FaceRecord] {
    let page = try use(.faces) { galleries in
      (galleries[gallery] ?? []).sorted { $0.id.rawValue < $1.id.rawValue }
        .filter { face in id.map { face.id.rawValue > $0.rawValue } ?? true }
        .prefix(limit).map { $0 }
    }
    let body = state.withLock { state in
      defer { state.afterPage = nil }
      return state.afterPage
    }
    try await body?()
    return page
  }
}
