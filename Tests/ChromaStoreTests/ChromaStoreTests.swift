import ChromaStore
import Engine
import EngineTestKit
import Testing

/// Against the real server, one for each test.
@Suite(.serialized) struct ChromaStoreTests {
  private static func store(_ server: ChromaServerProcess, _ prefix: String) throws -> any VectorStore {
    TenantPrefix(prefix).of(try ChromaVectorStore(settings: ChromaSettings(url: server.url)))
  }

  @Test func storeKeepsTheContract() async throws {
    let server = try ChromaServerProcess()
    let report = await VectorStoreConformance(subject: ChromaVectorStore.componentID, writer: try server.writer()) {
      try Self.store(server, $0)
    } reopen: {
      try Self.store(server, $0)
    }.run()
    #expect(report.isPassing && report.untested.isEmpty, "\(report)")
  }

  /// Not the store's process is killed, but Chroma itself.
  @Test func whatWasAcknowledgedIsThereAfterChromaWasKilled() async throws {
    let server = try ChromaServerProcess()
    let store = try Self.store(server, "killed")
    var ledger = WriteLedger()
    for acknowledgements in [10, 60] {
      try ledger.enter(
        try await server.writer().run(on: "killed", acknowledgements: acknowledgements) { _ in try? server.stop() })
      await #expect(throws: VectorStoreError.self) { try await store.count(in: DurabilityWriter.gallery) }
      try server.start()
      try await ledger.check(store, "after Chroma was killed")
    }
  }

  @Test func twoHostsThatAddTheSameIDDoNotBothSucceed() async throws {
    let server = try ChromaServerProcess()
    let stores = try (0..<2).map { _ in try Self.store(server, "race") }
    let gallery = GalleryID(tenant: TenantID("t"), model: ModelID("m"), dimension: 4)
    for round in 0..<20 {
      let successes = try await withThrowingTaskGroup(of: Int.self) { group in
        for (number, store) in stores.enumerated() {
          group.addTask {
            let values = (0..<4).map { $0 == number ? Float(1) : 0.5 }
            guard let embedding = Embedding(model: gallery.model, normalizing: values) else { return 0 }
            let face = FaceRecord(id: FaceID("\(round)"), person: PersonID("host \(number)"), embedding: embedding)
            do {
              try await store.add([face], to: gallery)
              return 1
            } catch VectorStoreError.duplicate {
              return 0
            }
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(successes == 1)
    }
    #expect(try await stores[0].count(in: gallery) == 20)
  }

  @Test func aServerThatIsNotThereOrHasNoSuchDatabase() async throws {
    let absent = try ChromaVectorStore(settings: ChromaSettings(url: "http://127.0.0.1:1"))
    let error = await #expect(throws: VectorStoreError.self) { try await absent.start() }
    #expect(error?.description.contains("does not answer; check that it runs") == true)
    let server = try ChromaServerProcess()
    let stranger = try ChromaVectorStore(settings: ChromaSettings(url: server.url, database: "none"))
    await #expect(throws: ComponentError.self) { try await stranger.start() }
  }

  @Test func settingsAreChecked() {
    let bad: ConfigurationValue = .map([
      .init("url", .string("http://user@host/path")), .init("tenant", .string("a/b")),
      .init("token", .string("two words")), .init("timeout_ms", .integer(1)), .init("x", .null),
    ])
    var reader = SettingsReader(bad, path: "components.store.chroma")
    _ = ChromaSettings(from: &reader)
    reader.finish()
    #expect(
      Set(reader.problems.map(\.path))
        == Set(["url", "tenant", "token", "timeout_ms", "x"].map { "components.store.chroma.\($0)" }))
    #expect(!reader.problems.contains { $0.message.contains("two words") })
    for url in ["http://127.0.0.1:8000", "https://chroma.example.org", "http://[::1]:9"] {
      var reader = SettingsReader(.map([.init("url", .string(url))]), path: "x")
      #expect(ChromaSettings(from: &reader).url == url)
      #expect(reader.problems.isEmpty)
    }
  }
}
