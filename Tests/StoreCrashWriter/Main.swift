import Engine
import FAISSStore
import Glibc
import StoreSealing

/// Adds and removes faces in eight tasks until it is killed, and prints each id once it is acknowledged: `id` for an
/// addition, `-id` for a removal. The arguments are the store's directory and, for a sealed one, `sealed`.
@main enum StoreCrashWriter {
  static func main() async throws {
    let store = FAISSVectorStore(
      settings: FAISSStoreSettings(compactAfter: 20), directory: CommandLine.arguments[1], log: SilentLog(),
      sealer: CommandLine.arguments.contains("sealed") ? AESSealer(keyID: "crash") : nil)
    try await store.start()
    let gallery = GalleryID(tenant: TenantID("crash"), model: ModelID("model@1"), dimension: 64)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for number in 0... {
            let id = "\(task)-\(number)"
            let values = (0..<64).map { _ in Float.random(in: -1...1) }
            guard let embedding = Embedding(model: gallery.model, normalizing: values) else { continue }
            let face = FaceRecord(id: FaceID(id), person: PersonID("person of \(id)"), embedding: embedding)
            try await store.add([face], to: gallery)
            say(id)
            // Every third face goes again, so that files are rewritten while the process may be killed.
            if number % 3 == 0 {
              try await store.remove([face.id], from: gallery)
              say("-\(id)")
            }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// One `write` per line: what is printed was acknowledged, whenever the kill comes.
  private static func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(1, bytes, bytes.count)
  }
}
