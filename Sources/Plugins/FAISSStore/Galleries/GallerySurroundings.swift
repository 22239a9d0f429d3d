import Engine
import Synchronization

/// What every gallery of a store shares.
struct GallerySurroundings: Sendable {
  let directory: String
  let settings: FAISSStoreSettings
  let log: any EventLog
  /// Seals what goes into files; nil leaves it in clear.
  let sealer: (any DataSealer)?
  /// Threads that read and write files.
  let files: WorkerPool
  let gate: CallGate
  let memory: MemoryAccount
  /// Makes indices; nil where searches are exact.
  let indexer: Indexer?
}

/// Bytes of all galleries in memory.
final class MemoryAccount: Sendable {
  private let total = Atomic(0)

  /// The bytes.
  var bytes: Int { total.load(ordering: .relaxed) }

  /// Adds bytes, or takes them away.
  func add(_ bytes: Int) { total.wrappingAdd(bytes, ordering: .relaxed) }
}
