import Engine
import EngineTestKit
import FAISSStore

/// Writes to the store of a directory until it is killed. Arguments: the directory, and `careless` for a store that
/// acknowledges what it has not written.
@main enum StoreCrashWriter {
  static func main() async throws {
    // Rewritten after every few changes, so that the kill also comes in the middle of that.
    let store = FAISSVectorStore(
      settings: FAISSStoreSettings(compactAfter: 20), directory: CommandLine.arguments[1], log: SilentLog())
    try await DurabilityWriter.run(
      CommandLine.arguments.dropFirst(2).contains("careless") ? CarelessStore(store) : store)
  }
}
