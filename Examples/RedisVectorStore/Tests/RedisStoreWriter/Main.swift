import Engine
import EngineTestKit
import Foundation
import RedisVectorStore

/// Writes to the Redis of a port, under a prefix, until it is killed.
@main enum RedisStoreWriter {
  static func main() async {
    var settings = RedisSettings()
    settings.port = Int(CommandLine.arguments[1]) ?? 0
    settings.prefix = CommandLine.arguments[2]
    do {
      try await DurabilityWriter.run(RedisVectorStore(settings: settings))
    } catch {
      // Redis was killed rather than this.
      FileHandle.standardError.write(Data("RedisStoreWriter: \(error)\n".utf8))
      exit(1)
    }
  }
}
