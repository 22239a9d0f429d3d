import Engine
import Foundation
import PgVectorStore
import Testing

@Suite struct StartTests {
  @Test func wrongPlacesAndNamesAreToldApart() async throws {
    let server = try TestServer.shared.get()
    let right = server.settings(database: try server.newDatabase())
    var settings = right
    settings.port = try freePort()
    #expect(await refusal(settings).contains("host and port"))
    settings = right
    settings.database = "there_is_none"
    #expect(await refusal(settings).contains("no such database"))
    settings = right
    settings.user = "there_is_none"
    #expect(await refusal(settings).contains("does not know the user"))
    settings = right
    settings.host = "there-is-none.invalid"
    #expect(await refusal(settings).contains("has no address"))
  }

  @Test func passwordIsNeededSentAndNeverShown() async throws {
    let server = try TestServer.shared.get()
    let database = try server.newDatabase()
    try server.sql(
      "CREATE ROLE guarded LOGIN PASSWORD 'correct horse'; ALTER DATABASE \(database) OWNER TO guarded")
    try server.sql("CREATE EXTENSION vector", database: database)
    var settings = server.settings(database: database)
    settings.user = "guarded"
    #expect(await refusal(settings).contains("wants a password"))
    let file = FileManager.default.temporaryDirectory.appending(path: "kenali-password-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    try "wrong battery\n".write(toFile: file, atomically: true, encoding: .utf8)
    settings.password = .file(file)
    let text = await refusal(settings)
    #expect(text.contains("refuses the user or password") && !text.contains("wrong battery"), "\(text)")
    try "correct horse\n".write(toFile: file, atomically: true, encoding: .utf8)
    let count = try await withStore(settings) { store in try await store.count(in: Samples().gallery) }
    #expect(count == 0)
  }

  @Test func serverWithoutFsyncIsLogged() async throws {
    let server = try TestServer(options: "-c fsync=off")
    let log = EventKeeper()
    try await withStore(server.settings(), log: log) { _ in }
    #expect(log.events.contains("database_not_durable"))
    try server.stop()
  }
}
