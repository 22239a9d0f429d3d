import Foundation
import Testing

@testable import Web

/// Against `openssl s_client`, with a certificate made for the occasion.
@Suite(.onOwnThread) struct TLSTests {
  private struct Files {
    let folder: URL
    var certificate: String { folder.appending(path: "cert.pem").path }
    var key: String { folder.appending(path: "key.pem").path }
  }

  @discardableResult
  private static func openssl(_ arguments: [String], input: [UInt8] = []) throws -> (status: Int32, output: [UInt8]) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    let stdin = Pipe()
    let stdout = Pipe()
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = FileHandle.nullDevice
    try process.run()
    let writer = Thread {
      try? stdin.fileHandleForWriting.write(contentsOf: input)
      try? stdin.fileHandleForWriting.close()
    }
    writer.start()
    let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, Array(output))
  }

  private static func makeFiles() throws -> Files {
    let folder = FileManager.default.temporaryDirectory.appending(path: "web-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let files = Files(folder: folder)
    let made = try openssl([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
      "/CN=localhost", "-keyout", files.key, "-out", files.certificate,
    ])
    try #require(made.status == 0)
    return files
  }

  private func withTLSServer(_ body: (WebServer) async throws -> Void) async throws {
    let files = try Self.makeFiles()
    defer { try? FileManager.default.removeItem(at: files.folder) }
    try await withServer {
      $0.tls = .init(certificateChainPath: files.certificate, privateKeyPath: files.key)
      $0.headerTimeout = .seconds(1)
    } _: { server, _ in
      try await body(server)
    }
  }

  private static func talk(_ server: WebServer, _ input: [UInt8], version: String = "-tls1_3") throws -> [UInt8] {
    try openssl(
      ["s_client", "-connect", "127.0.0.1:\(server.port)", version, "-quiet", "-ign_eof", "-alpn", "http/1.1"],
      input: input
    ).output
  }

  @Test func answersOverTLS() async throws {
    try await withTLSServer { server in
      var output = try Self.talk(server, Array("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8))
      let response = try #require(RawResponse(taking: &output, toHead: false))
      #expect(response.status == 200)
      #expect(response.field("x-tls") == "true")
    }
  }

  @Test func carriesLargeBodies() async throws {
    try await withTLSServer { server in
      let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
      let head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n"
      var output = try Self.talk(server, Array(head.utf8) + body)
      #expect(RawResponse(taking: &output, toHead: false)?.body == body)
    }
  }

  @Test func carriesLargeWebSocketMessages() async throws {
    try await withTLSServer { server in
      let body = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 17) }
      let input =
        Array(RawWebSocket.request().utf8) + RawWebSocket.frame(2, body) + RawWebSocket.frame(2, Array(body.prefix(20)))
        + RawWebSocket.frame(8, [0x03, 0xE8])
      var output = try Self.talk(server, input)
      #expect(RawResponse(taking: &output, toHead: false)?.status == 101)
      let first: [UInt8] = [0x82, 127, 0, 0, 0, 0, 0, 1, 0x86, 0xA0] + body
      #expect(output == first + [0x82, 20] + body.prefix(20) + [0x88, 2, 0x03, 0xE8])
    }
  }

  @Test func refusesOlderVersions() async throws {
    try await withTLSServer { server in
      let output = try Self.talk(server, Array("GET /a HTTP/1.1\r\nHost: x\r\n\r\n".utf8), version: "-tls1_2")
      #expect(output.isEmpty)
    }
  }

  @Test(arguments: [[], [0x16, 0x03, 0x01, 0x02, 0x00], Array("GET / HTTP/1.1\r\n\r\n".utf8)] as [[UInt8]])
  func cutsWhoDoesNotShakeHands(first: [UInt8]) async throws {
    try await withTLSServer { server in
      let client = try RawClient(port: server.port)
      client.send(first)
      #expect(client.end() == .closed)
      #expect(await eventually { server.statistics.connections == 0 })
    }
  }

  @Test func refusesAKeyOfAnotherCertificate() async throws {
    let one = try Self.makeFiles()
    let other = try Self.makeFiles()
    defer {
      try? FileManager.default.removeItem(at: one.folder)
      try? FileManager.default.removeItem(at: other.folder)
    }
    var configuration = WebServer.Configuration()
    configuration.tls = .init(certificateChainPath: one.certificate, privateKeyPath: other.key)
    #expect(throws: WebServerError.self) {
      _ = try WebServer(configuration: configuration, handler: TestApplication())
    }
  }
}
