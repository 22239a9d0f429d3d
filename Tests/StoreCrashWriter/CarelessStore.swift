import Engine

/// A store with the flaw that the trial is for: it acknowledges a write that it will only make with the next ones.
actor CarelessStore: VectorStore {
  private let store: any VectorStore
  private var waiting: [FaceRecord] = []

  init(_ store: any VectorStore) { self.store = store }

  nonisolated var guarantee: SearchGuarantee { store.guarantee }
  func start() async throws { try await store.start() }

  func add(_ faces: [FaceRecord], to gallery: GalleryID) async throws {
    waiting += faces
    guard waiting.count >= 60 else { return }
    let batch = waiting
    waiting = []
    try await store.add(batch, to: gallery)
  }

  func remove(_ ids: [FaceID], from gallery: GalleryID) async throws -> Int {
    try await store.remove(ids, from: gallery)
  }

  func removeAll(from gallery: GalleryID) async throws { try await store.removeAll(from: gallery) }
  func count(in gallery: GalleryID) async throws -> Int { try await store.count(in: gallery) }

  func search(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch] {
    try await store.search(probe, in: gallery, limit: limit)
  }

  func faces(of person: PersonID, in gallery: GalleryID) async throws -> [FaceRecord] {
    try await store.faces(of: person, in: gallery)
  }

  func faces(after id: FaceID?, limit: Int, in gallery: GalleryID) async throws -> [FaceRecord] {
    try await store.faces(after: id, limit: limit, in: gallery)
  }
}
