import ChromaStore
import Engine
import EngineTestKit
import Foundation

/// Writes to the Chroma server of an address, under tenants of a prefix, until it or the server is killed.
@main enum ChromaCrashWriter {
  static func main() async {
    let (url, prefix) = (CommandLine.arguments[1], CommandLine.arguments[2])
    do {
      try await DurabilityWriter.run(TenantPrefix(prefix).of(ChromaVectorStore(settings: ChromaSettings(url: url))))
    } catch {
      FileHandle.standardError.write(Data("ChromaCrashWriter: \(error)\n".utf8))
      exit(1)
    }
  }
}
