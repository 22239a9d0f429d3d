import Testing

@testable import Web

private typealias Opcode = RawWebSocket.Opcode

@Suite(.onOwnThread) struct BackpressureTests {
  @Test func readsNoFurtherThanItsCredit() async throws {
    try await withServer {
      $0.messageWindow = 2
    } _: { server, application in
      let socket = try RawWebSocket(port: server.port, path: "/hold")
      for index in 0..<6 { socket.send(text: "m\(index)") }
      #expect(await eventually { application.sockets.received == 2 })
      try await Task.sleep(for: .milliseconds(200))
      #expect(application.sockets.received == 2)

      application.sockets.note { $0.held[0].returnCredit() }
      #expect(await eventually { application.sockets.received == 3 }, "credit given back")
      application.sockets.note { $0.held[0].returnCredit() }
      try await Task.sleep(for: .milliseconds(100))
      #expect(application.sockets.received == 3, "credit is given back once")
      application.sockets.note { $0.held.removeAll() }
      #expect(await eventually { application.sockets.received == 5 }, "credit came back with the messages")
      #expect(application.sockets.state.withLock { $0.held.map(\.text) } == ["m3", "m4"])
    }
  }

  @Test func answersPingsWithoutCredit() async throws {
    try await withServer { server, application in
      let socket = try RawWebSocket(port: server.port, path: "/hold")
      socket.send(text: "held")
      #expect(await eventually { application.sockets.received == 1 })
      for index in 0..<3 {
        socket.send(Opcode.ping, [UInt8(index)])
        #expect(socket.next() == RawWebSocket.Frame(opcode: Opcode.pong, payload: [UInt8(index)]))
      }
      socket.sendClose(1000)
      #expect(socket.closeCode() == 1000)
      #expect(await eventually { application.sockets.codes == [1000] })
    }
  }

  @Test func keepsAMessageBeyondItsConnection() async throws {
    try await withServer { server, application in
      do {
        let socket = try RawWebSocket(port: server.port, path: "/hold")
        socket.send(text: "kept")
        #expect(await eventually { application.sockets.received == 1 })
      }
      #expect(await eventually { application.sockets.codes == [nil] })
      #expect(application.sockets.state.withLock { $0.held.map(\.text) } == ["kept"])
      #expect(server.statistics.bufferedBytes > 0)
      let payload = application.sockets.state.withLock { state in
        defer { state.held = [] }
        return state.held[0].payload
      }
      #expect(Array(payload) == Array("kept".utf8), "the bytes live as long as the payload")
    }
  }

  @Test func cutsAPeerThatNeverReads() async throws {
    try await withServer {
      $0.outputLimit = 256 << 10
      $0.closeTimeout = .seconds(1)
    } _: { server, application in
      let socket = try RawWebSocket(port: server.port, path: "/flood", receiveBuffer: 4096)
      socket.send(text: "go")
      #expect(await eventually { application.sockets.codes.count == 1 })
      let peak = application.sockets.state.withLock { $0.queuedPeak }
      #expect(peak > 0 && peak <= 256 << 10)
      #expect(await eventually { server.statistics == .init(connections: 0, webSockets: 0, bufferedBytes: 0) })
    }
  }

  @Test func tellsASlowReaderWhy() async throws {
    try await withServer {
      $0.outputLimit = 256 << 10
      $0.closeTimeout = .seconds(30)
    } _: { server, application in
      let socket = try RawWebSocket(port: server.port, path: "/flood")
      socket.send(text: "go")
      #expect(await eventually(within: 20) { application.sockets.state.withLock { $0.floodHasEnded } })
      #expect(socket.closeCode() == 1013)
    }
  }

  @Test func isNotReadFromWhenItDoesNotRead() async throws {
    // Every answer carries its question's credit, so questions stop being read once answers stop being taken.
    try await withServer {
      $0.outputLimit = 8 << 20
    } _: { server, application in
      let socket = try RawWebSocket(port: server.port, receiveBuffer: 4096)
      let message = RawWebSocket.frame(Opcode.binary, [UInt8](repeating: 1, count: 100_000))
      var sent = 0
      while sent < 400, socket.client.send(message, wait: 0.5) { sent += 1 }
      #expect(sent < 400)
      #expect(server.statistics.bufferedBytes < 1_000_000)
      #expect(application.sockets.received < 400)
    }
  }
}
