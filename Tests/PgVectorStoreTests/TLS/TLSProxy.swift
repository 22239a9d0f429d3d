import Foundation

/// A PostgreSQL server with TLS: `tls_proxy.py` before the plain one, whose build has none.
final class TLSProxy {
  let port: Int
  private let process = Process()

  init(to server: TestServer, _ certificates: Certificates) throws {
    port = try freePort()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", Repository.root.appending(path: "Tests/PgVectorStoreTests/TLS/tls_proxy.py").path, String(port),
      String(server.port), certificates.certificate, certificates.key, String(getpid()),
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    // The first line says that it listens.
    guard let line = try output.fileHandleForReading.read(upToCount: 6), line == Data("ready\n".utf8) else {
      throw ServerFailure(text: "the TLS proxy does not start; is python3 there?")
    }
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
  }
}
