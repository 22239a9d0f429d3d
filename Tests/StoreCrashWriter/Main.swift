import Engine
import EngineTestKit
import FAISSStore
import StoreSealing

/// Writes to the store of a directory until it is killed. Arguments: the directory, then `careless` for a store that
/// acknowledges what it has not written, `sealed` for one that seals its files.
@main enum StoreCrashWriter {
  static func main() async throws {
    let words = CommandLine.arguments.dropFirst(2)
    // Rewritten after every few changes, so that the kill also comes in the middle of that.
    let store = FAISSVectorStore(
      settings: FAISSStoreSettings(compactAfter: 20), directory: CommandLine.arguments[1], log: SilentLog(),
      sealer: words.contains("sealed") ? AESSealer(keyID: "crash") : nil)
    try await DurabilityWriter.run(words.contains("careless") ? CarelessStore(store) : store)
  }
}
