import Testing

@testable import Web

/// Clients that take their time. All limits are one or two seconds here; the sweep adds up to one.
@Suite(.onOwnThread) struct TimeoutTests {
  private static func quick(_ configuration: inout WebServer.Configuration) {
    configuration.headerTimeout = .seconds(1)
    configuration.bodyTimeout = .seconds(1)
    configuration.keepAliveTimeout = .seconds(1)
    configuration.closeTimeout = .seconds(1)
    configuration.socketIdleTimeout = .seconds(2)
  }

  struct Slow: Sendable, CustomTestStringConvertible {
    var name: String
    var first: String
    var dripped: String
    var testDescription: String { name }
    init(_ name: String, _ first: String, dripped: String = "") {
      self.name = name
      self.first = first
      self.dripped = dripped
    }
  }

  @Test(arguments: [
    Slow("nothing sent", ""),
    Slow("header dripped", "GET /a HTTP/1.1\r\nX-", dripped: "a"),
    Slow("body never sent", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"),
    Slow("body dripped", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", dripped: "a"),
    Slow(
      "chunks dripped", "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", dripped: "1\r\na\r\n"),
    Slow("kept alive, then silent", "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"),
    Slow("refused, but stays", "GARBAGE\r\n\r\n"),
    Slow("WebSocket silent", RawWebSocket.request()),
    Slow(
      "WebSocket message dripped",
      RawWebSocket.request() + String(decoding: [0x01, 0x00] as [UInt8], as: UTF8.self), dripped: "\u{0}"),
  ])
  func cuts(_ slow: Slow) async throws {
    try await withServer(Self.quick) { server, _ in
      let client = try RawClient(port: server.port)
      client.send(slow.first)
      var end = RawClient.End.open
      for _ in 0..<40 where end == .open {
        end = client.end(within: 0.2)
        if end == .open && !slow.dripped.isEmpty && !client.send(slow.dripped) { end = .closed }
      }
      #expect(end == .closed)
      #expect(await eventually { server.statistics == .init(connections: 0, webSockets: 0, bufferedBytes: 0) })
    }
  }

  @Test func cutsAClientThatDoesNotReadItsAnswer() async throws {
    try await withServer(Self.quick) { server, application in
      let client = try RawClient(port: server.port, receiveBuffer: 4096)
      client.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(await eventually { application.answered.load(ordering: .relaxed) == 1 })
      #expect(await eventually { server.statistics.connections == 0 && server.statistics.bufferedBytes == 0 })
    }
  }

  @Test func doesNotCutTheApplication() async throws {
    try await withServer(Self.quick) { server, _ in
      let client = try RawClient(port: server.port)
      for _ in 0..<4 {
        client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(client.response()?.bodyText == "slow")
      }
    }
  }

  @Test func pingsAndKeepsWhoAnswers() async throws {
    try await withServer(Self.quick) { server, _ in
      let socket = try RawWebSocket(port: server.port)
      for _ in 0..<3 {
        let ping = try #require(socket.next())
        #expect(ping.opcode == RawWebSocket.Opcode.ping)
        socket.send(RawWebSocket.Opcode.pong, ping.payload)
      }
      socket.send(text: "still here")
      #expect(socket.client.next { $0.isEmpty ? nil : true } != nil)
    }
  }

  @Test func doesNotWaitForAPeersClose() async throws {
    try await withServer(Self.quick) { server, application in
      let socket = try RawWebSocket(port: server.port)
      socket.send(text: "close")
      #expect(await eventually { server.statistics.connections == 0 })
      #expect(application.sockets.codes == [4001])
      _ = socket
    }
  }
}
