import Foundation
import RedisVectorStore

/// A Redis of a test's own, ended and deleted with it.
final class RedisServer: Sendable {
  let port: Int
  private let directory: String

  /// Starts it on a free port.
  init(options: String = "") throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "kenali-redis-\(UUID().uuidString)").path
    // Below those that the system hands out to outgoing connections.
    port = Int.random(in: 20000..<32768)
    try start(options: options)
  }

  deinit {
    try? stop()
    try? FileManager.default.removeItem(atPath: directory)
  }

  func start(options: String = "") throws { try run(["start", directory, String(port)], options) }

  /// As `kill -9` does.
  func stop() throws { try run(["stop", directory], "") }

  /// The settings of a store whose keys begin with `prefix`.
  func settings(_ prefix: String) -> RedisSettings {
    var settings = RedisSettings()
    settings.port = port
    settings.prefix = prefix
    return settings
  }

  private func run(_ arguments: [String], _ options: String) throws {
    let script = URL(fileURLWithPath: #filePath).appending(path: "../../../../../scripts/services/redis").standardized
    let process = Process()
    process.executableURL = script
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["REDIS_OPTIONS": options]) { $1 }
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ServerFailure(script: script.path, arguments: arguments) }
  }
}

/// Redis could not be started or stopped; what the script says is on standard error.
struct ServerFailure: Error {
  let script: String
  let arguments: [String]
}
