import Synchronization

@testable import Web

/// The application that the tests serve. Paths choose what it does.
final class TestApplication: WebHandler {
  let sockets = SocketLog()
  let answered = Atomic(0)
  /// How many requests for `/held` have begun; they are answered once `release` is finished.
  let holding = Atomic(0)
  let release: AsyncStream<Void>.Continuation
  private let held: AsyncStream<Void>

  init() { (held, release) = AsyncStream.makeStream() }

  func respond(to request: HTTPRequest) async -> HTTPResponse {
    defer { answered.add(1, ordering: .relaxed) }
    switch request.path {
    case "/echo":
      return HTTPResponse(contentType: "application/octet-stream", body: request.body.bytes)
    case "/large":
      return HTTPResponse(body: [UInt8](repeating: 0x61, count: 8 << 20))
    case "/held":
      holding.add(1, ordering: .relaxed)
      for await _ in held {}
      return HTTPResponse(text: "held")
    case "/slow":
      try? await Task.sleep(for: .milliseconds(700))
      return HTTPResponse(text: "slow")
    case "/elsewhere":
      return await Task.detached { HTTPResponse(text: "elsewhere") }.value
    case "/header":
      return HTTPResponse(text: request.headers.values("x-a").joined(separator: "|"))
    case "/split":
      return HTTPResponse(headers: ["X-Reflected": "a\r\nX-Injected: yes", "Bad name": "x", "Content-Length": "3"])
    case "/empty":
      return HTTPResponse(status: 204)
    case "/bad-status":
      return HTTPResponse(status: 99)
    default:
      return HTTPResponse(
        headers: ["X-Remote": request.remoteAddress, "X-TLS": "\(request.isTLS)"],
        body: Array("\(request.method) \(request.path) \(request.target.query ?? "-") \(request.body.count)".utf8))
    }
  }

  func upgrade(_ request: HTTPRequest) async -> UpgradeDecision {
    switch request.path {
    case "/ws":
      .accept(EchoSocket(log: sockets), subprotocol: request.headers["Sec-WebSocket-Protocol"])
    case "/fields":
      .accept(
        EchoSocket(log: sockets),
        headers: ["X-Request-Id": "a\r\nX-Injected: yes", "Sec-WebSocket-Accept": "mine", "Connection": "close"])
    case "/hold": .accept(HoldingSocket(log: sockets))
    case "/flood": .accept(FloodingSocket(log: sockets))
    case "/gone": .acceptThenClose(code: 4404, reason: "no such session", message: #"{"type":"error","code":404}"#)
    default: .reject(HTTPResponse(status: 403, text: "no"))
    }
  }
}

/// What happened to the sockets of one server.
final class SocketLog: Sendable {
  struct State {
    var opened = 0
    var received = 0
    var codes: [Int?] = []
    var held: [WebSocketMessage] = []
    var queuedPeak = 0
    var floodHasEnded = false
  }
  let state = Mutex(State())

  func note(_ change: @Sendable (inout State) -> Void) { state.withLock { change(&$0) } }
  var opened: Int { state.withLock { $0.opened } }
  var received: Int { state.withLock { $0.received } }
  var codes: [Int?] { state.withLock { $0.codes } }
}

/// Sends every message back.
final class EchoSocket: WebSocketHandler {
  let log: SocketLog
  init(log: SocketLog) { self.log = log }

  func opened(_ socket: WebSocket) { log.note { $0.opened += 1 } }

  func received(_ message: WebSocketMessage, on socket: WebSocket) {
    log.note { $0.received += 1 }
    switch message.text {
    case "close": socket.close(code: 4001, reason: "asked for")
    case "big": socket.send(text: String(repeating: "a", count: 300_000))
    case "die": socket.close(code: 1006)
    default:
      if message.kind == .text {
        socket.send(text: message.payload.bytes, answering: message)
      } else {
        socket.send(binary: message.payload.bytes, answering: message)
      }
    }
  }

  func closed(_ socket: WebSocket, code: Int?) { log.note { $0.codes.append(code) } }
}

/// Keeps every message, and with it the credit, until it is told to let go.
final class HoldingSocket: WebSocketHandler {
  let log: SocketLog
  init(log: SocketLog) { self.log = log }

  func received(_ message: WebSocketMessage, on socket: WebSocket) {
    log.note {
      $0.received += 1
      $0.held.append(message)
    }
  }

  func closed(_ socket: WebSocket, code: Int?) { log.note { $0.codes.append(code) } }
}

/// Answers every message by sending until the connection takes no more, from another thread.
final class FloodingSocket: WebSocketHandler {
  let log: SocketLog
  init(log: SocketLog) { self.log = log }

  func received(_ message: WebSocketMessage, on socket: WebSocket) {
    let log = log
    Task.detached {
      let piece = [UInt8](repeating: 0x62, count: 32 << 10)
      while socket.send(binary: piece) {
        let queued = socket.queuedBytes
        log.note { $0.queuedPeak = max($0.queuedPeak, queued) }
        await Task.yield()
      }
      log.note { $0.floodHasEnded = true }
    }
  }

  func closed(_ socket: WebSocket, code: Int?) { log.note { $0.codes.append(code) } }
}

/// A server of the test application, stopped at the end of `body`.
func withServer<Result>(
  _ adjust: (inout WebServer.Configuration) -> Void = { _ in },
  _ body: (WebServer, TestApplication) async throws -> Result
) async throws -> Result {
  var configuration = WebServer.Configuration()
  adjust(&configuration)
  let application = TestApplication()
  let server = try WebServer(configuration: configuration, handler: application)
  do {
    let result = try await body(server, application)
    await server.stop(grace: .zero)
    return result
  } catch {
    await server.stop(grace: .zero)
    throw error
  }
}

/// Waits for what another thread is about to bring about.
func eventually(within seconds: Double = 10, _ condition: () -> Bool) async -> Bool {
  let clock = ContinuousClock()
  let limit = clock.now + .seconds(seconds)
  while clock.now < limit {
    if condition() { return true }
    try? await Task.sleep(for: .milliseconds(20))
  }
  return condition()
}
