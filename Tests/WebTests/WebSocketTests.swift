import Testing

@testable import Web

private typealias Opcode = RawWebSocket.Opcode

@Suite(.onOwnThread) struct WebSocketTests {
  @Test func echoesTextAndBinary() async throws {
    try await withServer { server, application in
      let socket = try RawWebSocket(port: server.port)
      #expect(socket.handshake.field("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
      #expect(socket.handshake.field("sec-websocket-extensions") == nil)
      socket.send(text: "grüß dich")
      #expect(socket.next() == RawWebSocket.Frame(opcode: Opcode.text, payload: Array("grüß dich".utf8)))
      let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      socket.send(Opcode.binary, bytes)
      #expect(socket.next() == RawWebSocket.Frame(opcode: Opcode.binary, payload: bytes))
      #expect(server.statistics.webSockets == 1)
      socket.sendClose(1000)
      #expect(socket.closeCode() == 1000)
      socket.client.endSending()
      #expect(socket.client.end() == .closed)
      #expect(await eventually { application.sockets.codes == [1000] })
      #expect(await eventually { server.statistics == .init(connections: 0, webSockets: 0, bufferedBytes: 0) })
    }
  }

  @Test func joinsFragmentsAndAnswersPingsBetweenThem() async throws {
    try await withServer { server, application in
      let socket = try RawWebSocket(port: server.port)
      // One character is cut in two: UTF-8 is checked over the whole message.
      let text = Array("aé€".utf8)
      socket.send(Opcode.text, Array(text[..<2]), isFinal: false)
      socket.send(Opcode.ping, Array("hi".utf8))
      #expect(socket.next() == RawWebSocket.Frame(opcode: Opcode.pong, payload: Array("hi".utf8)))
      socket.send(Opcode.continuation, Array(text[2..<4]), isFinal: false)
      socket.send(Opcode.continuation, Array(text[4...]))
      #expect(socket.next()?.text == "aé€")
      #expect(application.sockets.received == 1)
    }
  }

  @Test func answersABurstInOrder() async throws {
    try await withServer { server, _ in
      let socket = try RawWebSocket(port: server.port)
      socket.client.send((0..<50).flatMap { RawWebSocket.frame(Opcode.text, Array("m\($0)".utf8)) })
      for index in 0..<50 { #expect(socket.next()?.text == "m\(index)") }
    }
  }

  @Test func readsFramesSentWithTheHandshake() async throws {
    try await withServer { server, _ in
      let client = try RawClient(port: server.port)
      client.send(Array(RawWebSocket.request().utf8) + RawWebSocket.frame(Opcode.text, Array("early".utf8)))
      #expect(client.response()?.status == 101)
      #expect(client.next { $0.count >= 7 ? String(decoding: $0[2..<7], as: UTF8.self) : nil } == "early")
    }
  }

  @Test func answersHandshakesWithTheApplicationsFields() async throws {
    try await withServer { server, _ in
      let socket = try RawWebSocket(port: server.port, path: "/fields")
      #expect(socket.handshake.field("x-request-id") == "a  X-Injected: yes")
      #expect(socket.handshake.field("x-injected") == nil)
      #expect(socket.handshake.field("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
      #expect(socket.handshake.field("connection")?.lowercased() == "upgrade")
      socket.send(text: "a")
      #expect(socket.next()?.text == "a")
    }
  }

  struct Breach: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var code: Int
    var testDescription: String { name }
    init(_ name: String, _ code: Int, _ bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
      self.code = code
    }
  }

  @Test(arguments: [
    Breach("unmasked", 1002, RawWebSocket.frame(1, Array("a".utf8), masked: false)),
    Breach("reserved bit", 1002, RawWebSocket.frame(1, Array("a".utf8), rsv: 4)),
    Breach("reserved opcode", 1002, RawWebSocket.frame(3, Array("a".utf8))),
    Breach("reserved control opcode", 1002, RawWebSocket.frame(11, [])),
    Breach("continuation of nothing", 1002, RawWebSocket.frame(0, Array("a".utf8))),
    Breach(
      "message inside a message", 1002,
      RawWebSocket.frame(1, Array("a".utf8), isFinal: false) + RawWebSocket.frame(1, Array("b".utf8))),
    Breach("fragmented ping", 1002, RawWebSocket.frame(9, Array("a".utf8), isFinal: false)),
    Breach("long ping", 1002, RawWebSocket.frame(9, [UInt8](repeating: 0x61, count: 200))),
    Breach("close of one byte", 1002, RawWebSocket.frame(8, [0x61])),
    Breach("close with a forbidden code", 1002, RawWebSocket.frame(8, [0x03, 0xED])),
    Breach("not UTF-8", 1007, RawWebSocket.frame(1, [0x22, 0xFF, 0xFE, 0xC0])),
    Breach("UTF-8 cut short", 1007, RawWebSocket.frame(1, [0xE2, 0x82])),
    Breach("over the limit", 1009, RawWebSocket.frame(2, [UInt8](repeating: 0, count: 200_000))),
    Breach("2^62 bytes announced", 1009, [0x82, 0xFF, 0x40, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6]),
    Breach(
      "over the limit in pieces", 1009,
      RawWebSocket.frame(2, [UInt8](repeating: 0, count: 60_000), isFinal: false)
        + RawWebSocket.frame(0, [UInt8](repeating: 0, count: 60_000))),
  ])
  func closesOnABreach(_ breach: Breach) async throws {
    try await withServer {
      $0.messageLimit = 100_000
    } _: { server, application in
      let socket = try RawWebSocket(port: server.port)
      socket.client.send(breach.bytes)
      #expect(socket.closeCode() == breach.code)
      socket.client.endSending()
      #expect(socket.client.end() == .closed)
      #expect(await eventually { application.sockets.codes == [breach.code] })
      #expect(application.sockets.received == 0)
    }
  }

  @Test func reportsHowAConnectionEnded() async throws {
    try await withServer { server, application in
      do {
        let socket = try RawWebSocket(port: server.port)
        socket.send(text: "a")
        _ = socket.next()
      }
      #expect(await eventually { application.sockets.codes == [nil] }, "dropped without a close")

      let silent = try RawWebSocket(port: server.port)
      silent.send(Opcode.close, [])
      #expect(silent.next()?.opcode == Opcode.close)
      #expect(await eventually { application.sockets.codes == [nil, 1005] })

      let own = try RawWebSocket(port: server.port)
      own.send(text: "close")
      let frame = try #require(own.next())
      #expect(frame.code == 4001)
      #expect(String(decoding: frame.payload.dropFirst(2), as: UTF8.self) == "asked for")
      own.sendClose(4001)
      #expect(own.client.end() == .closed)
      #expect(await eventually { application.sockets.codes == [nil, 1005, 4001] })

      let forbidden = try RawWebSocket(port: server.port)
      forbidden.send(text: "die")
      #expect(forbidden.closeCode() == 1011, "1006 may not be sent")
    }
  }

  @Test func answersHandshakes() async throws {
    try await withServer { server, application in
      func answer(_ request: String) throws -> RawResponse {
        let client = try RawClient(port: server.port)
        client.send(request)
        return try #require(client.response())
      }
      let version = try answer(RawWebSocket.request(version: "8"))
      #expect(version.status == 426)
      #expect(version.field("sec-websocket-version") == "13")
      #expect(try answer(RawWebSocket.request(key: false)).status == 400)
      #expect(try answer(RawWebSocket.request(fields: "Content-Length: 3\r\n") + "abc").status == 400)
      let refused = try answer(RawWebSocket.request(path: "/other"))
      #expect(refused.status == 403)
      #expect(refused.bodyText == "no")
      let post = RawWebSocket.request().replacing("GET", with: "POST")
      #expect(try answer(post).status == 200, "not a handshake: an ordinary request")
      #expect(application.sockets.opened == 0)

      let socket = try RawWebSocket(port: server.port, fields: "Sec-WebSocket-Protocol: kenali\r\n")
      #expect(socket.handshake.field("sec-websocket-protocol") == "kenali")
    }
  }

  @Test func acceptsAndClosesWithACode() async throws {
    try await withServer { server, _ in
      let socket = try RawWebSocket(port: server.port, path: "/gone")
      #expect(socket.next()?.text == #"{"type":"error","code":404}"#)
      #expect(socket.next()?.code == 4404)
      socket.sendClose(4404)
      #expect(socket.client.end() == .closed)
      #expect(await eventually { server.statistics.connections == 0 })
    }
  }

  @Test func refusesWhenTooMuchIsHeld() async throws {
    try await withServer {
      $0.bufferedLimit = 100_000
    } _: { server, _ in
      let socket = try RawWebSocket(port: server.port)
      socket.send(Opcode.binary, [UInt8](repeating: 0, count: 300_000))
      #expect(socket.closeCode() == 1013)
    }
  }

  // Deflate

  private static let offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"

  @Test func inflatesAndDeflates() async throws {
    try await withServer {
      $0.deflate = true
    } _: { server, _ in
      let socket = try RawWebSocket(port: server.port, fields: Self.offer)
      #expect(socket.handshake.field("sec-websocket-extensions")?.contains("permessage-deflate") == true)
      // RFC 7692, 7.2.3.3: "Hello" in a block without compression.
      socket.send(Opcode.text, [0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00], rsv: 4)
      #expect(socket.next() == RawWebSocket.Frame(opcode: Opcode.text, payload: Array("Hello".utf8)))
      // 7.2.3.1: "Hello" compressed, in two fragments.
      socket.send(Opcode.text, [0xF2, 0x48, 0xCD], isFinal: false, rsv: 4)
      socket.send(Opcode.continuation, [0xC9, 0xC9, 0x07, 0x00])
      #expect(socket.next()?.text == "Hello")
      socket.send(text: "plain")
      #expect(socket.next()?.text == "plain")
      socket.send(Opcode.text, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF], rsv: 4)
      #expect(socket.next()?.opcode != Opcode.text, "not a deflate stream")
    }
  }

  @Test func boundsWhatIsInflated() async throws {
    try await withServer {
      $0.deflate = true
      $0.messageLimit = 100_000
    } _: { server, application in
      let socket = try RawWebSocket(port: server.port, fields: Self.offer)
      socket.send(text: "big")
      let compressed = try #require(socket.next())
      #expect(compressed.rsv == 4)
      #expect(compressed.payload.count < 10_000, "300 KB of one letter")
      socket.send(Opcode.text, compressed.payload, rsv: 4)
      #expect(socket.closeCode() == 1009)
      #expect(application.sockets.received == 1)
    }
  }

  @Test func readsBackItsOwnCompression() async throws {
    try await withServer {
      $0.deflate = true
    } _: { server, application in
      let socket = try RawWebSocket(port: server.port, fields: Self.offer)
      let text = (0..<5000).map { "\($0 * 7919 % 1000) " }.joined()
      socket.send(text: text)
      let first = try #require(socket.next())
      #expect(first.rsv == 4 && first.payload.count < text.utf8.count)
      socket.send(Opcode.text, first.payload, rsv: 4)
      #expect(socket.next() == first, "inflated to the same text, or it would be compressed to something else")
      #expect(application.sockets.received == 2)
    }
  }
}
