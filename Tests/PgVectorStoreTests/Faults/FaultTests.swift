import Engine
import EngineTestKit
import PgVectorStore
import Testing

/// The server is harmed while stores write and search. Nothing that was acknowledged is lost, nothing is half there, and
/// every call ends.
@Suite(.serialized, .timeLimit(.minutes(5))) struct FaultTests {
  private func surviving(_ harm: (TestServer, Load) async throws -> Void) async throws {
    let server = try TestServer()
    var settings = server.settings()
    settings.statementTimeoutMilliseconds = 500
    settings.connectTimeoutSeconds = 2
    settings.hnswFrom = 200
    try await withStore(settings) { store in
      let load = Load(store)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<4 { group.addTask { await load.write(number) } }
        for number in 0..<3 { group.addTask { await load.search(number) } }
        defer { load.end() }
        try await Self.progress(load)
        try await harm(server, load)
        try await Self.progress(load)
        load.end()
        try await group.waitForAll()
      }
      try await Self.expectWhole(store, load)
      // And through a store that knows nothing of what was.
      try await withStore(settings) { again in try await Self.expectWhole(again, load) }
    }
    try server.stop()
  }

  /// Waits until more was acknowledged and answered.
  private static func progress(_ load: Load) async throws {
    let (acknowledged, answers) = (load.acknowledged.count, load.answers)
    let isGoingOn = await eventually {
      load.acknowledged.count >= acknowledged + 60 && load.answers >= answers + 60
    }
    try #require(isGoingOn, "the store does not come back")
  }

  private static func expectWhole(_ store: PostgresVectorStore, _ load: Load) async throws {
    let stored = try await store.faces(after: nil, limit: .max, in: load.gallery)
    #expect(try await store.count(in: load.gallery) == stored.count)
    let ids = Set(stored.map(\.id))
    for (person, faces) in Dictionary(grouping: stored, by: \.person) {
      let number = person.rawValue.split(separator: "-").last.flatMap { Int($0) } ?? 0
      #expect(faces.count == (number % 3 == 0 ? 5 : 1), "\(person) is half there")
    }
    for batch in load.acknowledged {
      #expect(batch.faces.allSatisfy { ids.contains($0.id) }, "\(batch.person) was acknowledged and is lost")
      let face = batch.faces[0]
      let nearest = try await store.searchExactly(face.embedding, in: load.gallery, limit: 1)
      #expect(nearest.first?.id == face.id)
      #expect(try await store.faces(of: batch.person, in: load.gallery).count == batch.faces.count)
    }
  }

  @Test func killedServer() async throws {
    try await surviving { server, load in
      for _ in 0..<3 {
        try server.kill()
        let failures = load.failures
        #expect(await eventually { load.failures > failures })
        try server.start()
        try await Self.progress(load)
      }
    }
  }

  @Test func pausedServer() async throws {
    try await surviving { server, load in
      for _ in 0..<2 {
        try server.pause()
        // Every caller is told, though no socket was closed; and again, by those who try whether it is back.
        let failures = load.failures
        #expect(await eventually { load.failures >= failures + 30 })
        try server.resume()
        try await Self.progress(load)
      }
    }
  }

  @Test func restartedServer() async throws {
    try await surviving { server, load in
      for _ in 0..<2 {
        try server.shutDown()
        try server.start()
        try await Self.progress(load)
      }
    }
  }

  @Test func droppedConnections() async throws {
    try await surviving { server, load in
      for _ in 0..<30 {
        try server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kenali'")
        try await Task.sleep(for: .milliseconds(30))
      }
    }
  }

  /// A crash in the middle of CREATE INDEX CONCURRENTLY leaves an index that is not valid.
  @Test func killedWhileAnIndexIsBuilt() async throws {
    let server = try TestServer()
    var settings = server.settings()
    settings.hnswFrom = 2000
    var samples = Samples(dimension: 512)
    let faces = samples.faces(2500)
    let isThere = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('kenali.face_512_1_hnsw')"
    try await withStore(settings) { store in
      try await store.add(faces, to: samples.gallery)
      #expect(try await eventually { try server.sql(isThere) == [["f"]] })
      try server.kill()
      try server.start()
      #expect(try server.sql(isThere) == [["f"]], "the build was over before it could be cut off")
      #expect(try await eventually { try server.sql(isThere) == [["t"]] })
      #expect(try await store.search(faces[4].embedding, in: samples.gallery, limit: 1).first?.id == faces[4].id)
    }
    try server.stop()
  }
}
