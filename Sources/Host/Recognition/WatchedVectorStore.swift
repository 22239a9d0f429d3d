import Engine

/// A store whose damage is noted, whoever comes upon it.
struct WatchedVectorStore: VectorStore {
  let store: any VectorStore
  let watch: GalleryWatch

  var guarantee: SearchGuarantee { store.guarantee }

  func add(_ faces: [FaceRecord], to gallery: GalleryID) async throws {
    try await watching(gallery) { try await store.add(faces, to: gallery) }
  }

  @discardableResult func remove(_ ids: [FaceID], from gallery: GalleryID) async throws -> Int {
    try await watching(gallery) { try await store.remove(ids, from: gallery) }
  }

  func removeAll(from gallery: GalleryID) async throws {
    try await watching(gallery) { try await store.removeAll(from: gallery) }
    watch.note(nil, of: gallery)
  }

  func count(in gallery: GalleryID) async throws -> Int {
    try await watching(gallery) { try await store.count(in: gallery) }
  }

  func search(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch] {
    try await watching(gallery) { try await store.search(probe, in: gallery, limit: limit) }
  }

  func faces(of person: PersonID, in gallery: GalleryID) async throws -> [FaceRecord] {
    try await watching(gallery) { try await store.faces(of: person, in: gallery) }
  }

  func faces(after id: FaceID?, limit: Int, in gallery: GalleryID) async throws -> [FaceRecord] {
    try await watching(gallery) { try await store.faces(after: id, limit: limit, in: gallery) }
  }

  private func watching<Value>(_ gallery: GalleryID, _ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch VectorStoreError.damaged(let text) {
      watch.note(.damaged, of: gallery)
      throw VectorStoreError.damaged(text)
    }
  }
}
