import ChromaStore
import EngineTestKit
import Foundation

/// A Chroma server of a test's own, ended and deleted with it.
final class ChromaServerProcess: Sendable {
  /// `http://127.0.0.1:…`, on a port below those that the system hands out to outgoing connections.
  let url: String
  private let directory: String
  private let port: Int

  init() throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "kenali-chroma-\(UUID().uuidString)").path
    port = Int.random(in: 20000..<32768)
    url = "http://127.0.0.1:\(port)"
    try start()
  }

  deinit {
    try? stop()
    try? FileManager.default.removeItem(atPath: directory)
  }

  func start() throws { try run(["start", directory, String(port)]) }

  /// As `kill -9` does.
  func stop() throws { try run(["stop", directory]) }

  /// The program that is killed while it writes under a prefix; it lies beside the test's own binary, which is among the
  /// arguments of the toolchain's helper that runs it.
  func writer() throws -> WriterProgram {
    for argument in CommandLine.arguments + [Bundle.main.executablePath ?? ""] {
      let path = URL(fileURLWithPath: argument).deletingLastPathComponent().appending(path: "ChromaCrashWriter").path
      guard FileManager.default.isExecutableFile(atPath: path) else { continue }
      let url = self.url
      return WriterProgram(path: path) { [url, $0] }
    }
    throw CocoaError(.fileNoSuchFile)
  }

  private func run(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL =
      URL(fileURLWithPath: #filePath).appending(path: "../../../scripts/services/chroma")
      .standardized
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
    // What the script says is on standard error.
    guard process.terminationStatus == 0 else { throw ServerFailure(arguments: arguments) }
  }
}

/// Chroma could not be started or stopped.
struct ServerFailure: Error { let arguments: [String] }
