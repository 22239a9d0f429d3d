import Testing

@testable import Web

@Suite(.onOwnThread) struct HTTPConformanceTests {
  @Test func answersAndKeepsTheConnection() async throws {
    try await withServer { server, _ in
      let client = try RawClient(port: server.port)
      for _ in 0..<2 {
        client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        let response = try #require(client.response())
        #expect(response.status == 200)
        #expect(response.bodyText == "GET /health - 0")
        #expect(response.field("x-remote") == "127.0.0.1")
        #expect(response.field("x-tls") == "false")
        #expect(response.field("date")?.hasSuffix("GMT") == true)
        #expect(response.field("connection") == nil)
      }
      #expect(server.statistics.connections == 1)
    }
  }

  @Test func answersPipelinedRequestsInOrder() async throws {
    try await withServer { server, _ in
      let client = try RawClient(port: server.port)
      client.send(
        "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n" + "GET /b HTTP/1.1\r\nHost: x\r\n\r\n"
          + "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n{\"a\":1}"
          + "GET /elsewhere HTTP/1.1\r\nHost: x\r\n\r\n\r\nGET /d HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.response()?.bodyText == "slow")
      #expect(client.response()?.bodyText == "GET /b - 0")
      #expect(client.response()?.bodyText == "{\"a\":1}")
      #expect(client.response()?.bodyText == "elsewhere")
      #expect(client.response()?.bodyText == "GET /d - 0", "a line end before a request line is skipped")
    }
  }

  @Test func speaksHTTP10() async throws {
    try await withServer { server, _ in
      let closing = try RawClient(port: server.port)
      closing.send("GET /a HTTP/1.0\r\n\r\n")
      #expect(closing.response()?.status == 200)
      #expect(closing.end() == .closed)

      let keeping = try RawClient(port: server.port)
      keeping.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
      #expect(keeping.response()?.field("connection") == "keep-alive")
      keeping.send("GET /b HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
      #expect(keeping.response()?.bodyText == "GET /b - 0")
    }
  }

  @Test func answersHeadWithoutABody() async throws {
    try await withServer { server, _ in
      let client = try RawClient(port: server.port)
      client.send("HEAD /h HTTP/1.1\r\nHost: x\r\n\r\nGET /g HTTP/1.1\r\nHost: x\r\n\r\n")
      let head = try #require(client.response(toHead: true))
      #expect(head.status == 200)
      #expect(head.field("content-length") == "\("HEAD /h - 0".utf8.count)")
      #expect(client.response()?.bodyText == "GET /g - 0")
    }
  }

  @Test func leavesTheBodyOutWhereHTTPHasNone() async throws {
    try await withServer { server, _ in
      let client = try RawClient(port: server.port)
      client.send("GET /empty HTTP/1.1\r\nHost: x\r\n\r\n")
      let response = try #require(client.response())
      #expect(response.status == 204)
      #expect(response.field("content-length") == nil)
      client.send("GET /bad-status HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.response()?.status == 500, "the application's status is out of range")
    }
  }

  @Test(arguments: ["DELETE", "PUT", "OPTIONS", "BREW"])
  func passesEveryMethodOn(method: String) async throws {
    try await withServer { server, _ in
      let client = try RawClient(port: server.port)
      client.send("\(method) /m HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.response()?.bodyText == "\(method) /m - 0")
    }
  }

  @Test func readsBodies() async throws {
    try await withServer { server, _ in
      let client = try RawClient(port: server.port)
      client.send("PATCH /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n{\"a\":1}")
      #expect(client.response()?.bodyText == "{\"a\":1}")
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.response()?.body == [], "no length: no body")
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
      #expect(client.response()?.body == [])
      client.send(
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4;x=y\r\n\":1}\r\n0\r\n\r\n")
      #expect(client.response()?.bodyText == "{\"a\":1}")
      let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      client.send(Array("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: \(large.count)\r\n\r\n".utf8) + large)
      #expect(client.response()?.body == large)
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
      for start in stride(from: 0, to: large.count, by: 50_000) {
        client.send(Array("c350\r\n".utf8) + large[start..<(start + 50_000)] + Array("\r\n".utf8))
      }
      client.send("0\r\n\r\n")
      #expect(client.response()?.body == large)
      #expect(await eventually { server.statistics.bufferedBytes == 0 })
    }
  }

  @Test func keepsTrailersOutOfTheHeader() async throws {
    try await withServer { server, _ in
      let client = try RawClient(port: server.port)
      client.send(
        "POST /header HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-A: 2\r\n\r\n")
      #expect(client.response()?.bodyText == "1")
    }
  }

  @Test func invitesABodyThatWaits() async throws {
    try await withServer { server, _ in
      let client = try RawClient(port: server.port)
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\nExpect: 100-continue\r\n\r\n")
      #expect(client.response()?.status == 100)
      client.send("{\"a\":1}")
      #expect(client.response()?.bodyText == "{\"a\":1}")
    }
  }

  @Test func refusesAnAnnouncedBodyBeforeItIsSent() async throws {
    try await withServer { server, _ in
      let client = try RawClient(port: server.port)
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 70000000\r\nExpect: 100-continue\r\n\r\n")
      #expect(client.response()?.status == 413)
    }
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var name: String
    var request: String
    var status: Int
    var testDescription: String { name }
    init(_ name: String, _ status: Int, _ request: String) {
      self.name = name
      self.request = request
      self.status = status
    }
  }

  @Test(arguments: [
    Refusal("no Host", 400, "GET /a HTTP/1.1\r\n\r\n"),
    Refusal("two Hosts", 400, "GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"),
    Refusal(
      "length and chunks", 400,
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n0\r\n\r\n"
    ),
    Refusal(
      "two lengths", 400, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\nContent-Length: 5\r\n\r\n{\"a\":1}"),
    Refusal("negative length", 400, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n{\"a\":1}"),
    Refusal("length with a tail", 400, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 7abc\r\n\r\n{\"a\":1}"),
    Refusal("length with a sign", 400, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: +7\r\n\r\n{\"a\":1}"),
    Refusal(
      "length past 64 bits", 400, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n{}"),
    Refusal("length over the limit", 413, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n{}"),
    Refusal(
      "chunk over the limit", 413,
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n600000\r\n{}"),
    Refusal("bad chunk size", 400, "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}"),
    Refusal("other coding", 501, "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n{}"),
    Refusal("two codings", 501, "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    Refusal("chunks in 1.0", 400, "POST /echo HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    Refusal("other expectation", 417, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: tea\r\n\r\n"),
    Refusal("garbage", 400, "GARBAGE\r\n\r\n"),
    Refusal("version 2", 400, "GET /a HTTP/2.0\r\nHost: x\r\n\r\n"),
    Refusal("space before the colon", 400, "GET /a HTTP/1.1\r\nHost : x\r\n\r\n"),
    Refusal("NUL in a field", 400, "GET /a HTTP/1.1\r\nHost: x\r\nX-A: b\u{0}c\r\n\r\n"),
    Refusal("bare line feed", 400, "GET /a HTTP/1.1\nHost: x\n\n"),
    Refusal(
      "long field", 431, "GET /a HTTP/1.1\r\nHost: x\r\nX-A: " + String(repeating: "a", count: 20000) + "\r\n\r\n"),
    Refusal("long target", 431, "GET /" + String(repeating: "a", count: 20000) + " HTTP/1.1\r\nHost: x\r\n\r\n"),
    Refusal(
      "many fields", 431,
      "GET /a HTTP/1.1\r\nHost: x\r\n" + (0..<200).map { "X-\($0): a\r\n" }.joined() + "\r\n"),
    Refusal("TLS spoken to a plain port", 400, "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{FC}\u{3}\u{3}\r\n\r\n"),
  ])
  func refusesAndCloses(_ refusal: Refusal) async throws {
    try await withServer { server, application in
      let client = try RawClient(port: server.port)
      client.send(refusal.request)
      let response = try #require(client.response())
      #expect(response.status == refusal.status)
      #expect(response.field("content-type") == "application/problem+json")
      #expect(response.field("x-request-id")?.isEmpty == false)
      #expect(response.field("connection") == "close")
      for member in [#""type":"#, #""title":"#, #""detail":"#, #""error":"#, #""status":\#(refusal.status)"#] {
        #expect(response.bodyText.contains(member))
      }
      #expect(response.bodyText.hasSuffix(#""code":\#(refusal.status),"details":{}}"#))
      client.endSending()
      #expect(client.end() == .closed)
      #expect(application.answered.load(ordering: .relaxed) == 0, "the application must not see it")
    }
  }

  @Test(arguments: ["/a%2", "/a%zz", "/a%00b", "/a%FF", "relative"])
  func refusesMalformedTargets(target: String) async throws {
    try await withServer { server, _ in
      let client = try RawClient(port: server.port)
      client.send("GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.response()?.status == 400)
    }
  }

  @Test func acceptsWhatIsUnusualButRight() async throws {
    try await withServer { server, _ in
      let client = try RawClient(port: server.port)
      let cookies = String(repeating: "k=v;", count: 100)
      let token = String(repeating: "a", count: 2000)
      client.send("GET /a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\nCookie: \(cookies)\r\n\r\n")
      #expect(client.response()?.status == 200)
      client.send("GET /a?x=1&y=%20%C3%A9 HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.response()?.bodyText == "GET /a x=1&y=%20%C3%A9 0")
      client.send("GET /a/../../b HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.response()?.bodyText == "GET /a/../../b - 0", "dots are left for the router to refuse")
      client.send("GET http://x/abs%20olute?q HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.response()?.bodyText == "GET /abs olute q 0")
      client.send("GET /header HTTP/1.1\r\nHost: x\r\nx-A: 1\r\nX-a: 2\r\n\r\n")
      #expect(client.response()?.bodyText == "1|2")
    }
  }

  @Test func readsARequestByteByByte() async throws {
    try await withServer { server, _ in
      let client = try RawClient(port: server.port)
      for byte in "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc".utf8 { client.send([byte]) }
      #expect(client.response()?.bodyText == "abc")
    }
  }

  @Test func closesWhenAskedTo() async throws {
    try await withServer { server, _ in
      let client = try RawClient(port: server.port)
      client.send("GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      client.endSending()
      let response = try #require(client.response())
      #expect(response.bodyText == "slow", "a client that has ended its side is still answered")
      #expect(response.field("connection") == "close")
      #expect(client.end() == .closed)
    }
  }

  @Test func letsNoValueBeginAnotherHeader() async throws {
    try await withServer { server, _ in
      let client = try RawClient(port: server.port)
      client.send("GET /split HTTP/1.1\r\nHost: x\r\n\r\n")
      let response = try #require(client.response())
      #expect(response.field("x-injected") == nil)
      #expect(response.field("x-reflected") == "a  X-Injected: yes")
      #expect(response.field("content-length") == "0")
      #expect(!response.head.contains("Bad name"))
    }
  }

  @Test func refusesWhenTooMuchIsHeld() async throws {
    try await withServer {
      $0.bufferedLimit = 100_000
    } _: { server, _ in
      let first = try RawClient(port: server.port)
      first.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 80000\r\n\r\n")
      #expect(await eventually { server.statistics.bufferedBytes >= 80000 })
      let second = try RawClient(port: server.port)
      second.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 50000\r\n\r\n")
      let response = try #require(second.response())
      #expect(response.status == 503)
      #expect(response.field("retry-after") == "1")
      first.send([UInt8](repeating: 0x61, count: 80000))
      #expect(first.response()?.body.count == 80000)
    }
  }

  @Test func closesConnectionsOverTheLimit() async throws {
    try await withServer {
      $0.connectionLimit = 2
    } _: { server, _ in
      let clients = try (0..<2).map { _ in try RawClient(port: server.port) }
      #expect(await eventually { server.statistics.connections == 2 })
      let third = try RawClient(port: server.port)
      #expect(third.end() == .closed)
      clients[0].send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(clients[0].response()?.status == 200)
    }
  }

  @Test func servesFromSeveralLoops() async throws {
    try await withServer {
      $0.loops = 3
    } _: { server, _ in
      for _ in 0..<20 {
        let client = try RawClient(port: server.port)
        client.send("GET /elsewhere HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(client.response()?.bodyText == "elsewhere")
      }
    }
  }
}
