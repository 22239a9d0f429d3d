import Engine
import EngineTestKit
import PgVectorStore
import Testing

@Suite struct WriteTests {
  private func withFreshStore(
    _ body: (TestServer, PgVectorSettings, PostgresVectorStore) async throws -> Void
  ) async throws {
    let server = try TestServer.shared.get()
    let settings = server.settings(database: try server.newDatabase())
    try await withStore(settings) { try await body(server, settings, $0) }
  }

  /// Ids that no compression makes fit into an index entry, and that differ only behind what is indexed as it is.
  @Test func longIDsAreKeptAndOrdered() async throws {
    try await withFreshStore { _, _, store in
      var random = SeededGenerator(seed: 3)
      let head = String((0..<2000).map { _ in Character(UnicodeScalar(UInt8.random(in: 33...126, using: &random))) })
      var samples = Samples()
      let ids = [
        head, head + "a", head + "b", String(head.dropLast(500)), String(head.prefix(1000)), head + head + head,
      ]
      let faces = ids.map { samples.face($0) }
      try await store.add(Array(faces.dropLast()), to: samples.gallery)
      try await store.add([faces[5]], to: samples.gallery)
      for face in faces {
        await #expect(throws: VectorStoreError.duplicate(face.id)) { try await store.add([face], to: samples.gallery) }
      }
      await #expect(throws: VectorStoreError.duplicate(faces[2].id)) {
        try await store.add([samples.face("new"), faces[2]], to: samples.gallery)
      }
      let sorted = ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      var seen: [String] = []
      while let next = try await store.faces(after: seen.last.map { FaceID($0) }, limit: 1, in: samples.gallery).first {
        seen.append(next.id.rawValue)
      }
      #expect(seen == sorted)
      #expect(try await store.remove([FaceID(ids[1])], from: samples.gallery) == 1)
      #expect(try await store.count(in: samples.gallery) == 5)
    }
  }

  @Test func tallyIsTheNumberOfRowsAfterManyWriters() async throws {
    try await withFreshStore { server, settings, store in
      var samples = Samples()
      let gallery = samples.gallery
      let batches = (0..<40).map { samples.faces(1 + $0 % 4, prefix: "batch-\($0)") }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (number, batch) in batches.enumerated() {
          group.addTask {
            try await store.add(batch, to: gallery)
            if number % 3 == 0 { try await store.remove([batch[0].id], from: gallery) }
            // In vain, and not to be counted.
            try? await store.add([batch[batch.count - 1], batch[0]], to: gallery)
          }
        }
        try await group.waitForAll()
      }
      let rows = try server.sql("SELECT count(*) FROM kenali.face_16", database: settings.database)
      #expect(rows == [["\(try await store.count(in: gallery))"]])
      try await store.removeAll(from: gallery)
      #expect(try await store.count(in: gallery) == 0)
    }
  }

  /// Two batches with the same ids in opposite orders wait for each other; neither must be the victim of a deadlock.
  @Test func batchesThatOverlapDoNotDeadlock() async throws {
    try await withFreshStore { _, _, store in
      var samples = Samples()
      let gallery = samples.gallery
      for round in 0..<10 {
        let faces = samples.faces(200, prefix: "round-\(round)")
        let outcomes = await withTaskGroup(of: Bool.self) { group in
          for batch in [faces, faces.reversed(), faces.shuffled()] {
            group.addTask {
              do {
                try await store.add(batch, to: gallery)
                return true
              } catch VectorStoreError.duplicate {
                return false
              } catch {
                Issue.record("\(error)")
                return false
              }
            }
          }
          return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count(where: { $0 }) == 1)
      }
      let count = try await store.count(in: gallery)
      #expect(count == 2000)
    }
  }

  @Test(arguments: [0, -1, 16_001]) func galleriesOfImpossibleLengthsAreRefused(dimension: Int) async throws {
    try await withFreshStore { _, _, store in
      let gallery = GalleryID(tenant: TenantID("t"), model: ModelID("m"), dimension: dimension)
      await #expect(throws: VectorStoreError.self) { try await store.count(in: gallery) }
    }
  }

  @Test(arguments: [1, 3000, 3001, 16_000]) func vectorsOfAnyPossibleLengthAreKept(dimension: Int) async throws {
    try await withFreshStore { _, _, store in
      var samples = Samples(dimension: dimension)
      let faces = samples.faces(3)
      try await store.add(faces, to: samples.gallery)
      #expect(try await store.search(faces[0].embedding, in: samples.gallery, limit: 3).count == 3)
      #expect(try await store.faces(after: nil, limit: 9, in: samples.gallery).map(\.id) == faces.map(\.id))
    }
  }

  @Test func storeThatIsNotRunningSaysSo() async throws {
    let server = try TestServer.shared.get()
    let store = PostgresVectorStore(settings: server.settings(database: try server.newDatabase()), log: SilentLog())
    let gallery = Samples().gallery
    await #expect(throws: VectorStoreError.self) { try await store.count(in: gallery) }
    try await store.start()
    #expect(try await store.count(in: gallery) == 0)
    await store.stop()
    await store.stop()
    await #expect(throws: VectorStoreError.self) { try await store.count(in: gallery) }
  }
}
