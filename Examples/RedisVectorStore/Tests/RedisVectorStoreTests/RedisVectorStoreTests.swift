import Engine
import EngineTestKit
import Foundation
import RedisVectorStore
import Testing

@Suite struct RedisVectorStoreTests {
  private static func writer(_ server: RedisServer) throws -> WriterProgram {
    // Beside the test's own binary, which is among the arguments of the toolchain's helper that runs it.
    for argument in CommandLine.arguments + [Bundle.main.executablePath ?? ""] {
      let path = URL(fileURLWithPath: argument).deletingLastPathComponent().appending(path: "RedisStoreWriter").path
      guard FileManager.default.isExecutableFile(atPath: path) else { continue }
      return WriterProgram(path: path) { [String(server.port), $0] }
    }
    throw CocoaError(.fileNoSuchFile)
  }

  @Test func storeKeepsTheContract() async throws {
    let server = try RedisServer()
    let report = await VectorStoreConformance(subject: "store.redis", writer: try Self.writer(server)) {
      RedisVectorStore(settings: server.settings($0))
    } reopen: {
      RedisVectorStore(settings: server.settings($0))
    }.run()
    #expect(report.isPassing && report.untested.isEmpty, "\(report)")
  }

  /// Not the store's process is killed, but Redis itself.
  @Test func whatWasAcknowledgedIsThereAfterRedisWasKilled() async throws {
    signal(SIGPIPE, SIG_IGN)  // As the host does.
    let server = try RedisServer()
    let store = RedisVectorStore(settings: server.settings("killed"))
    var ledger = WriteLedger()
    for acknowledgements in [10, 40, 90] {
      try ledger.enter(
        try await Self.writer(server).run(on: "killed", acknowledgements: acknowledgements) { _ in try? server.stop() })
      await #expect(throws: VectorStoreError.self) { try await store.count(in: DurabilityWriter.gallery) }
      try server.start()
      try await ledger.check(store, "after Redis was killed")
    }
  }

  @Test(arguments: [
    ("--appendonly no", "appendonly"), ("--appendfsync everysec", "appendfsync"),
    ("--maxmemory 64mb --maxmemory-policy allkeys-lru", "maxmemory-policy"),
  ]) func aServerThatWouldLoseFacesIsRefused(options: String, named: String) async throws {
    let server = try RedisServer(options: options)
    let error = await #expect(throws: ComponentError.self) {
      try await RedisVectorStore(settings: server.settings("x")).start()
    }
    #expect(error?.description.contains(named) == true)
  }

  @Test func passwords() async throws {
    let server = try RedisServer(options: "--requirepass secret")
    var settings = server.settings("x")
    for (password, code) in [(nil, "NOAUTH"), ("wrong", "WRONGPASS")] as [(String?, String)] {
      settings.password = password
      let store = RedisVectorStore(settings: settings)
      let error = await #expect(throws: VectorStoreError.self) { try await store.start() }
      #expect(error == .unavailable("Redis refused a command: \(code)"))
    }
    settings.password = "secret"
    try await RedisVectorStore(settings: settings).start()
  }

  @Test func anEntryThatIsNoFaceIsReportedAndNotServed() async throws {
    let server = try RedisServer()
    let store = RedisVectorStore(settings: server.settings("damaged"))
    let gallery = GalleryID(tenant: TenantID("t"), model: ModelID("m"), dimension: 2)
    let probe = try #require(Embedding(model: gallery.model, normalizing: [1, 0]))
    try await store.add([FaceRecord(id: FaceID("a"), person: PersonID("p"), embedding: probe)], to: gallery)
    let key = "damaged:{74:6d:2}"
    for command in ["HSET \(key) b short", "SET \(key):stamp other"] {
      let redis = try Process.run(
        URL(fileURLWithPath: "/usr/bin/redis-cli"),
        arguments: ["-p", String(server.port)] + command.split(separator: " ").map { String($0) })
      redis.waitUntilExit()
    }
    await #expect(throws: VectorStoreError.damaged("the gallery has an entry that is no face")) {
      try await store.search(probe, in: gallery, limit: 1)
    }
  }
}
