import Engine
import EngineTestKit
import PgVectorStore
import Testing

@Suite struct IndexTests {
  private static let index = "kenali.face_64_1_hnsw"

  private func withIndexedStore(
    faces count: Int,
    _ body: (TestServer, PgVectorSettings, PostgresVectorStore, Samples, [FaceRecord]) async throws -> Void
  ) async throws {
    let server = try TestServer.shared.get()
    var settings = server.settings(database: try server.newDatabase())
    settings.hnswFrom = 500
    var samples = Samples(dimension: 64)
    let faces = samples.faces(count)
    try await withStore(settings) { store in
      try await store.add(faces, to: samples.gallery)
      #expect(try await eventually { try Self.isValid(server, settings) == true })
      try await body(server, settings, store, samples, faces)
    }
  }

  /// Nil where there is no index.
  private static func isValid(_ server: TestServer, _ settings: PgVectorSettings) throws -> Bool? {
    let rows = try server.sql(
      "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('\(index)')", database: settings.database)
    return rows.first.map { $0 == ["t"] }
  }

  private static func scans(_ server: TestServer, _ settings: PgVectorSettings) throws -> Int {
    let rows = try server.sql(
      "SELECT idx_scan FROM pg_stat_all_indexes WHERE indexrelid = '\(index)'::regclass", database: settings.database)
    return rows.first?.first.flatMap { Int($0) } ?? 0
  }

  @Test func indexIsBuiltAsSaidAndUsed() async throws {
    try await withIndexedStore(faces: 1500) { server, settings, store, samples, faces in
      let definition = try server.sql("SELECT pg_get_indexdef('\(Self.index)'::regclass)", database: settings.database)
      let text = definition.joined().joined()
      #expect(text.contains("hnsw (embedding") && text.contains("halfvec_ip_ops"), "\(text)")
      #expect(text.contains("m='32'") && text.contains("ef_construction='128'"), "\(text)")
      for face in faces.prefix(50) {
        #expect(try await store.search(face.embedding, in: samples.gallery, limit: 5).first?.id == face.id)
      }
      // Statistics are reported a moment later.
      #expect(try await eventually { try Self.scans(server, settings) >= 50 })
      let before = try Self.scans(server, settings)
      for face in faces.prefix(20) {
        #expect(try await store.searchExactly(face.embedding, in: samples.gallery, limit: 5).first?.id == face.id)
      }
      await store.stop()
      #expect(try Self.scans(server, settings) == before)
    }
  }

  @Test func indexedSearchesMeetTheGuaranteeAndAreNeverShort() async throws {
    try await withIndexedStore(faces: 3000) { _, _, store, samples, _ in
      var samples = samples
      var found = 0
      for _ in 0..<200 {
        let probe = samples.embedding()
        let exact = try await store.searchExactly(probe, in: samples.gallery, limit: 1)
        let matches = try await store.search(probe, in: samples.gallery, limit: 20)
        #expect(matches.count == 20)
        if matches.first?.similarity == exact.first?.similarity { found += 1 }
      }
      #expect(found >= 198)
      for limit in [200, 1000, 1001, 2999, 3000, 5000] {
        let matches = try await store.search(samples.embedding(), in: samples.gallery, limit: limit)
        #expect(Set(matches.map(\.id)).count == min(limit, 3000))
      }
    }
  }

  /// Removed rows stay in the graph until a vacuum: they must not take the places of those that are left.
  @Test func galleryThatLostMostOfItsFacesStillAnswersInFull() async throws {
    try await withIndexedStore(faces: 1500) { _, _, store, samples, faces in
      var samples = samples
      try await store.remove(faces.dropLast(300).map(\.id), from: samples.gallery)
      for _ in 0..<50 {
        #expect(try await store.search(samples.embedding(), in: samples.gallery, limit: 100).count == 100)
      }
    }
  }

  @Test func indexIsDroppedWellBelowTheThresholdAndComesAgain() async throws {
    try await withIndexedStore(faces: 600) { server, settings, store, samples, faces in
      try await store.remove(faces.prefix(200).map(\.id), from: samples.gallery)
      // 400 are fewer than needed to build, and more than needed to keep.
      try await store.remove(faces[200..<300].map(\.id), from: samples.gallery)
      #expect(try Self.isValid(server, settings) == true)
      try await store.remove(faces[300..<400].map(\.id), from: samples.gallery)
      #expect(try await eventually { try Self.isValid(server, settings) == nil })
      #expect(try await store.search(faces[599].embedding, in: samples.gallery, limit: 1).first?.id == faces[599].id)
      try await store.add(Array(faces.prefix(400)), to: samples.gallery)
      #expect(try await eventually { try Self.isValid(server, settings) == true })
    }
  }

  /// What a build leaves that was cut off by a crash.
  @Test func invalidIndexIsReplacedAtTheNextStart() async throws {
    try await withIndexedStore(faces: 600) { server, settings, store, samples, faces in
      await store.stop()
      try server.sql(
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = '\(Self.index)'::regclass",
        database: settings.database)
      let again = PostgresVectorStore(settings: settings, log: SilentLog())
      try await again.start()
      #expect(try await eventually { try Self.isValid(server, settings) == true })
      #expect(try await again.search(faces[7].embedding, in: samples.gallery, limit: 1).first?.id == faces[7].id)
      await again.stop()
    }
  }

  @Test func emptiedGalleryLeavesNothingInItsFiles() async throws {
    try await withIndexedStore(faces: 600) { server, settings, store, samples, _ in
      try await store.removeAll(from: samples.gallery)
      #expect(
        try await eventually {
          try server.sql("SELECT pg_relation_size('kenali.face_64_1')", database: settings.database) == [["0"]]
        })
    }
  }
}
