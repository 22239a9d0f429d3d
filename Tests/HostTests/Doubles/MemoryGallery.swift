import Engine
import Synchronization

/// A vector store in memory that fails on request.
final class MemoryGallery: VectorStore {
  /// Which calls fail.
  enum Call: Sendable { case add, remove, search, faces, count }

  private struct State {
    var galleries: [GalleryID: [FaceRecord]] = [:]
    var failures: [Call: any Error] = [:]
  }

  private let state = Mutex(State())

  var guarantee: SearchGuarantee { .exact }

  /// From now on such calls throw this; nil lets them work again.
  func fail(_ call: Call, with error: (any Error)?) { state.withLock { $0.failures[call] = error } }

  /// Everything that is stored, whatever the gallery.
  var stored: [FaceRecord] { state.withLock { $0.galleries.values.flatMap { $0 } } }

  private func use<Value>(_ call: Call, _ body: (inout [GalleryID: [FaceRecord]]) -> Value) throws -> Value {
    try state.withLock { state in
      if let failure = state.failures[call] { throw failure }
      return body(&state.galleries)
    }
  }

  func add(_ faces: [FaceRecord], to gallery: GalleryID) async throws {
    try use(.add) { $0[gallery, default: []] += faces }
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
    try use(.search) { galleries in
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
    try use(.faces) { galleries in
      (galleries[gallery] ?? []).sorted { $0.id.rawValue < $1.id.rawValue }
        .filter { face in id.map { face.id.rawValue > $0.rawValue } ?? true }
        .prefix(limit).map { $0 }
    }
  }
}
