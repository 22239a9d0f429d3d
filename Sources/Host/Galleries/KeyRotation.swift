import Engine
import Synchronization

/// Finishes what `kenali keys rotate` begins: seals everything anew under the new data key, then destroys the old ones.
final class KeyRotation: Sendable {
  private let keys: DataKeyStore
  private let ring: DataKeyRing
  private let vault: EmbeddingVault
  private let stores: StoreSet
  private let copies: GalleryCopyStore
  private let log: any EventLog
  /// The key under which everything was last seen to be sealed.
  private let settled = Mutex("")

  init(
    keys: DataKeyStore, ring: DataKeyRing, vault: EmbeddingVault, stores: StoreSet, copies: GalleryCopyStore,
    log: any EventLog
  ) {
    self.keys = keys
    self.ring = ring
    self.vault = vault
    self.stores = stores
    self.copies = copies
    self.log = log
  }

  /// Looks for a new key every second until the task is cancelled. The first round seals what an earlier version of the
  /// host left in the clear.
  func run() async {
    while !Task.isCancelled {
      do {
        try await round()
      } catch is CancellationError {
        return
      } catch {
        log.write(.warning, component: "keys", event: "rotation_postponed", ["reason": "\(error)"])
        try? await Task.sleep(for: .seconds(60))
      }
      try? await Task.sleep(for: .seconds(1))
    }
  }

  /// Does what is to be done now.
  func round() async throws {
    guard let current = try await keys.ids().first, settled.withLock({ $0 }) != current else { return }
    if ring.keyID != current { ring.replace(with: try await keys.load(now: .now)) }
    var embeddings = 0
    while true {
      try Task.checkCancellation()
      let count = try await vault.reseal(limit: 500)
      if count == 0 { break }
      embeddings += count
    }
    var files = 0
    for store in stores.handles {
      if let resealing = store.resealing { files += try await store.use { _ in try await resealing.reseal() } }
    }
    try await destroyOld()
    settled.withLock { $0 = current }
    if embeddings + files > 0 {
      log.write(
        .info, component: "keys", event: "data_resealed",
        ["key": current, "embeddings": "\(embeddings)", "files": "\(files)"])
    }
  }

  /// A store that this host does not run may hold files under an old key.
  private func destroyOld() async throws {
    let strangers = try await copies.storesInUse().filter { stores[$0] == nil }
    let old = try await keys.ids().dropFirst()
    guard !old.isEmpty else { return }
    guard strangers.isEmpty else {
      log.write(
        .warning, component: "keys", event: "old_keys_kept",
        [
          "reason": "stores keep galleries that this host does not run",
          "stores": strangers.sorted().joined(separator: ", "),
        ])
      return
    }
    for id in old { try await keys.destroy(id) }
    log.write(.info, component: "keys", event: "old_keys_destroyed", ["count": "\(old.count)"])
  }
}
