import ChromaStore
import Engine
import EngineTestKit
import Testing

/// Searches that meet the first writes to a collection: Chroma answers some of them with an error, the store must not.
@Suite struct FreshCollectionTests {
  @Test func searchesDuringTheFirstWritesAreAnswered() async throws {
    let server = try ChromaServerProcess()
    let store = try ChromaVectorStore(settings: ChromaSettings(url: server.url))
    var random = SeededGenerator(seed: 3)
    for round in 0..<10 {
      let gallery = GalleryID(tenant: TenantID("round \(round)"), model: ModelID("m"), dimension: 48)
      let faces = try (0..<20).map { number in
        let embedding = try #require(Embedding(model: gallery.model, normalizing: random.vector(48)))
        return FaceRecord(id: FaceID("\(number)"), person: PersonID("p"), embedding: embedding)
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { for face in faces { try await store.add([face], to: gallery) } }
        for _ in 0..<3 {
          group.addTask {
            while try await store.count(in: gallery) < faces.count {
              _ = try await store.search(faces[0].embedding, in: gallery, limit: 1000)
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }
}
