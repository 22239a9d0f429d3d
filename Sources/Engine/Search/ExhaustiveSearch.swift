extension VectorStore {
  public var precision: Float { 1e-5 }

  public func searchExactly(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch] {
    if case .exact = guarantee { return try await search(probe, in: gallery, limit: limit) }
    guard limit > 0 else { return [] }
    var best: [FaceMatch] = []
    var last: FaceID?
    repeat {
      let page = try await faces(after: last, limit: exhaustiveSearchPage, in: gallery)
      for face in page {
        guard let similarity = face.embedding.similarity(to: probe) else {
          throw VectorStoreError.mismatch("the probe is of another model or length than the gallery")
        }
        best.append(FaceMatch(id: face.id, person: face.person, similarity: similarity))
      }
      best.sort { $0.similarity > $1.similarity }
      best.removeLast(max(0, best.count - limit))
      last = page.last?.id
    } while last != nil
    return best
  }
}

/// Faces read at a time: 2 MB of 512 numbers each.
private let exhaustiveSearchPage = 1000
