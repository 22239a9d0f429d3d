import Synchronization
import Testing

@testable import Web

/// Starting and stopping.
@Suite(.onOwnThread) struct LifeTests {
  @Test func refusesAPortInUse() async throws {
    try await withServer { server, _ in
      for loops in [1, 2] {
        var configuration = WebServer.Configuration()
        configuration.port = server.port
        configuration.loops = loops
        let error = #expect(throws: WebServerError.self) {
          _ = try WebServer(configuration: configuration, handler: TestApplication())
        }
        guard case .bindFailed(let text) = error else {
          Issue.record("\(String(describing: error))")
          continue
        }
        #expect(text.contains("\(server.port)") && text.contains("in use"))
      }
    }
  }

  @Test func noticesAServerThatSharesItsPort() async throws {
    try await withServer {
      $0.loops = 2
    } _: { server, _ in
      var configuration = server.configuration
      configuration.port = server.port
      #expect(throws: WebServerError.self) {
        _ = try WebServer(configuration: configuration, handler: TestApplication())
      }
    }
  }

  @Test func refusesABadConfiguration() {
    func error(_ adjust: (inout WebServer.Configuration) -> Void) -> WebServerError? {
      var configuration = WebServer.Configuration()
      adjust(&configuration)
      return #expect(throws: WebServerError.self) {
        _ = try WebServer(configuration: configuration, handler: TestApplication())
      }
    }
    #expect(error { $0.host = "example" } == .invalidConfiguration("host \"example\" is not an IP address"))
    #expect(error { $0.loops = 0 } == .invalidConfiguration("loops must be 1…64"))
    #expect(error { $0.bodyLimit = 0 } != nil)
    #expect(error { $0.headerTimeout = .zero } != nil)
    let unreachable = error { $0.host = "203.0.113.1" }
    #expect(unreachable?.description.contains("203.0.113.1") == true, "not this machine's address")
    let tls = error { $0.tls = .init(certificateChainPath: "/nonexistent.pem", privateKeyPath: "/nonexistent.pem") }
    #expect(tls?.description.contains("/nonexistent.pem") == true)
  }

  @Test func answersWhatIsInFlightWhenStopped() async throws {
    let application = TestApplication()
    let server = try WebServer(handler: application)
    let idle = try RawClient(port: server.port)
    let busy = try RawClient(port: server.port)
    let socket = try RawWebSocket(port: server.port)
    busy.send("GET /held HTTP/1.1\r\nHost: x\r\n\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(await eventually { server.statistics.connections == 3 })
    #expect(await eventually { application.holding.load(ordering: .relaxed) == 1 })
    let stops = (0..<2).map { _ in Task { await server.stop(grace: .seconds(10)) } }
    #expect(idle.end() == .closed)
    #expect(socket.next()?.code == 1001)
    socket.sendClose(1001)
    socket.client.endSending()
    application.release.finish()
    let response = try #require(busy.response())
    #expect(response.bodyText == "held")
    #expect(busy.response() == nil, "the next request of the same connection is not begun")
    busy.endSending()
    for stop in stops { await stop.value }
    await server.stop()
    #expect(application.sockets.codes == [1001])
    #expect(server.statistics == .init(connections: 0, webSockets: 0, bufferedBytes: 0))
    #expect(throws: RawClient.ConnectFailed.self) { try RawClient(port: server.port) }
  }

  @Test func cutsWhatOutlastsItsGrace() async throws {
    let application = TestApplication()
    let server = try WebServer(handler: application)
    let busy = try RawClient(port: server.port)
    let deaf = try RawWebSocket(port: server.port)
    busy.send("GET /held HTTP/1.1\r\nHost: x\r\n\r\n")
    deaf.send(text: "a")
    _ = deaf.next()
    #expect(await eventually { application.holding.load(ordering: .relaxed) == 1 })
    await server.stop(grace: .milliseconds(50))
    #expect(busy.response() == nil)
    #expect(deaf.client.end() == .closed)
    #expect(application.sockets.codes.count == 1)
    application.release.finish()
    #expect(await eventually { application.answered.load(ordering: .relaxed) == 1 }, "its task still comes to its end")
  }

  @Test func releasesTheApplication() async throws {
    weak var application: TestApplication?
    do {
      let strong = TestApplication()
      application = strong
      let server = try WebServer(handler: strong)
      let socket = try RawWebSocket(port: server.port)
      socket.send(text: "a")
      _ = socket.next()
      await server.stop(grace: .zero)
    }
    #expect(await eventually { application == nil })
  }

  @Test func stopsWithItsLastReference() async throws {
    weak var application: TestApplication?
    let port: UInt16
    do {
      let strong = TestApplication()
      application = strong
      let server = try WebServer(handler: strong)
      port = server.port
      let client = try RawClient(port: port)
      client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.response()?.status == 200)
    }
    #expect(await eventually { application == nil && (try? RawClient(port: port)) == nil })
  }

  @Test func survivesStoppingUnderLoad() async throws {
    for _ in 0..<10 {
      let server = try WebServer(handler: TestApplication())
      let clients = try (0..<10).map { _ in try RawClient(port: server.port) }
      for client in clients {
        client.send(String(repeating: "GET /elsewhere HTTP/1.1\r\nHost: x\r\n\r\n", count: 50))
      }
      let sockets = try (0..<5).map { _ in try RawWebSocket(port: server.port, path: "/flood") }
      for socket in sockets { socket.send(text: "go") }
      await server.stop(grace: .zero)
      #expect(server.statistics.connections == 0)
    }
  }

  @Test func socketsMayBeUsedAfterTheEnd() async throws {
    let keeper = Keeper()
    let server = try WebServer(handler: keeper)
    let client = try RawWebSocket(port: server.port)
    client.send(text: "a")
    #expect(await eventually { keeper.message.withLock { $0 != nil } })
    await server.stop(grace: .zero)
    let socket = try #require(keeper.socket.withLock { $0 })
    #expect(!socket.send(text: "late"))
    #expect(socket.queuedBytes == 0)
    socket.close()
    keeper.message.withLock { $0 = nil }
    let ran = await Task(executorPreference: socket.executor) { true }.value
    #expect(ran, "a loop that has ended passes its tasks on")
  }

  private final class Keeper: WebHandler, WebSocketHandler {
    let socket = Mutex<WebSocket?>(nil)
    let message = Mutex<WebSocketMessage?>(nil)

    func respond(to request: HTTPRequest) async -> HTTPResponse { HTTPResponse() }
    func upgrade(_ request: HTTPRequest) async -> UpgradeDecision { .accept(self) }
    func opened(_ socket: WebSocket) { self.socket.withLock { $0 = socket } }
    func received(_ message: WebSocketMessage, on socket: WebSocket) { self.message.withLock { $0 = message } }
  }
}
