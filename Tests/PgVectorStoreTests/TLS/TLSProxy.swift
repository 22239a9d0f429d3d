import Foundation
import Glibc

/// A PostgreSQL server with TLS: `tls_proxy.py` before the plain one, whose build has none.
struct TLSProxy {
  let port: Int
  private let program: Program

  init(to server: TestServer, _ certificates: Certificates) throws {
    port = try freePort()
    let output = certificates.folder.appending(path: "proxy.log").path
    program = try Program(
      "python3",
      [
        Repository.root.appending(path: "Tests/PgVectorStoreTests/TLS/tls_proxy.py").path, String(port),
        String(server.port), certificates.certificate, certificates.key, String(getpid()),
      ], output: output)
    // Its first line says that it listens.
    for _ in 0..<600 {
      if (try? String(contentsOfFile: output, encoding: .utf8))?.hasPrefix("ready") == true { return }
      usleep(100_000)
    }
    throw ServerFailure(text: "the TLS proxy does not start")
  }

  func stop() {
    kill(program.id, SIGKILL)
    program.wait()
  }
}
