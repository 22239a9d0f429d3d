import Engine
import PgVectorStore
import Testing

@Suite struct SchemaTests {
  @Test func severalHostsMayStartAtOnceOnAnEmptyDatabase() async throws {
    let server = try TestServer.shared.get()
    let settings = server.settings(database: try server.newDatabase())
    let stores = (0..<6).map { _ in PostgresVectorStore(settings: settings, log: SilentLog()) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for store in stores { group.addTask { try await store.start() } }
      try await group.waitForAll()
    }
    // Whoever writes first makes the gallery; all of them do.
    var samples = Samples()
    let faces = samples.faces(stores.count)
    let gallery = samples.gallery
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (store, face) in zip(stores, faces) { group.addTask { try await store.add([face], to: gallery) } }
      try await group.waitForAll()
    }
    for store in stores {
      #expect(try await store.count(in: gallery) == stores.count)
      await store.stop()
    }
    #expect(try server.sql("SELECT count(*) FROM kenali.gallery", database: settings.database) == [["1"]])
    #expect(try server.sql("SELECT version FROM kenali.migration", database: settings.database) == [["1"]])
  }

  @Test func databaseOfANewerKenaliIsRefused() async throws {
    let server = try TestServer.shared.get()
    let settings = server.settings(database: try server.newDatabase())
    try await withStore(settings) { _ in }
    try server.sql("INSERT INTO kenali.migration VALUES (1000)", database: settings.database)
    let text = await refusal(settings)
    #expect(text.contains("newer version of Kenali"), "\(text)")
  }

  @Test(arguments: ["0.8.3", "0.5.1"]) func oldPgvectorIsRefusedWithWhatToDo(version: String) async throws {
    let server = try TestServer.shared.get()
    let settings = server.settings(database: try server.newDatabase())
    try server.sql(
      "CREATE EXTENSION vector; UPDATE pg_extension SET extversion = '\(version)' WHERE extname = 'vector'",
      database: settings.database)
    let text = await refusal(settings)
    #expect(
      text.contains(version) && text.contains("0.8.4") && text.contains("ALTER EXTENSION vector UPDATE"), "\(text)")
  }

  @Test func roleWithoutRightsIsToldWhatTheAdministratorMustDo() async throws {
    let server = try TestServer.shared.get()
    let database = try server.newDatabase()
    let role = "plain_\(database)"
    try server.sql("CREATE ROLE \(role) LOGIN")
    var settings = server.settings(database: database)
    settings.user = role
    let first = await refusal(settings)
    #expect(first.contains("CREATE EXTENSION vector"), "\(first)")
    try server.sql("CREATE EXTENSION vector", database: database)
    let second = await refusal(settings)
    #expect(second.contains("CREATE SCHEMA kenali AUTHORIZATION"), "\(second)")
    try server.sql("CREATE SCHEMA kenali AUTHORIZATION \(role)", database: database)
    var samples = Samples()
    let face = samples.face("a")
    try await withStore(settings) { store in
      try await store.add([face], to: samples.gallery)
      #expect(try await store.search(face.embedding, in: samples.gallery, limit: 1).map(\.id) == [face.id])
    }
  }

  /// pgvector may have been installed anywhere.
  @Test func extensionInAnotherSchemaIsFound() async throws {
    let server = try TestServer.shared.get()
    let settings = server.settings(database: try server.newDatabase())
    try server.sql(
      "CREATE SCHEMA \"Odd Place\"; CREATE EXTENSION vector SCHEMA \"Odd Place\"", database: settings.database)
    var samples = Samples()
    let faces = samples.faces(3)
    try await withStore(settings) { store in
      try await store.add(faces, to: samples.gallery)
      #expect(try await store.search(faces[1].embedding, in: samples.gallery, limit: 1).map(\.id) == [faces[1].id])
    }
  }

  @Test func everyGalleryIsAListPartition() async throws {
    let server = try TestServer.shared.get()
    let settings = server.settings(database: try server.newDatabase())
    try await withStore(settings) { store in
      for tenant in ["a", "b", "c"] {
        var samples = Samples(tenant: tenant)
        try await store.add(samples.faces(2), to: samples.gallery)
      }
    }
    let partitions = try server.sql(
      """
      SELECT count(*), min(pg_get_expr(relpartbound, child.oid)) FROM pg_inherits
        JOIN pg_class child ON child.oid = inhrelid WHERE inhparent = 'kenali.face_16'::regclass
      """, database: settings.database)
    #expect(partitions == [["3", "FOR VALUES IN (1)"]])
    #expect(try server.sql("SELECT count(*) FROM kenali.face_16", database: settings.database) == [["6"]])
  }
}
