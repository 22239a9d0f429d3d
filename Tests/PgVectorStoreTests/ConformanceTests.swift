import Engine
import EngineTestKit
import PgVectorStore
import Testing

@Suite struct ConformanceTests {
  private static func report(
    faces: Int, log: any EventLog = SilentLog(), _ change: @escaping @Sendable (inout PgVectorSettings) -> Void
  ) async throws
    -> ConformanceReport
  {
    let server = try TestServer.shared.get()
    let database = try server.newDatabase()
    // Every rule has a schema of its own.
    @Sendable func store(_ place: String) -> PostgresVectorStore {
      let schema = place.replacing("-", with: "_")
      var settings = server.settings(database: database, schema: schema)
      change(&settings)
      return PostgresVectorStore(settings: settings, log: log)
    }
    return await VectorStoreConformance(subject: PostgresVectorStore.componentID, faces: faces) {
      store($0)
    } reopen: {
      store($0)
    }.run()
  }

  @Test func storeKeepsTheContract() async throws {
    let report = try await Self.report(faces: 400) { _ in }
    #expect(report.isPassing, "\(report)")
  }

  /// Galleries that are there at a start get an index at once, and one connection does everything.
  @Test func storeKeepsTheContractWithIndices() async throws {
    let log = EventKeeper()
    let report = try await Self.report(faces: 400, log: log) { settings in
      settings.hnswFrom = 100
      settings.connections = 1
    }
    #expect(report.isPassing, "\(report)")
    #expect(log.events.contains("index_built"))
  }
}
