import Engine

/// Finishes what `kenali keys rotate` begins: seals everything anew under the new data key, then destroys the old ones.
struct KeyRotation: Sendable {
  let keys: DataKeyStore
  let ring: DataKeyRing
  let vault: EmbeddingVault
  let stores: StoreSet
  let copies: GalleryCopyStore
  let log: any EventLog

  /// Looks for a new key every second until the task is cancelled. The first round of all seals what an earlier version
  /// of the host left in the clear.
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
    let ids = try await keys.ids()
    guard let current = ids.first else { return }
    // Where old keys had to be kept for a store that this host did not run, and now runs, everything is looked at again.
    if try await keys.settledKey() == current {
      guard ids.count > 1, try await strangers().isEmpty else { return }
    }
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
    try await destroy(Array(ids.dropFirst()))
    try await keys.settle(current)
    if embeddings + files > 0 {
      log.write(
        .info, component: "keys", event: "data_resealed",
        ["key": current, "embeddings": "\(embeddings)", "files": "\(files)"])
    }
  }

  private func destroy(_ old: [String]) async throws {
    guard !old.isEmpty else { return }
    let strangers = try await strangers()
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

  /// Stores that keep galleries and are not run by this host: their files may be under an old key.
  private func strangers() async throws -> [String] {
    try await copies.storesInUse().filter { stores[$0] == nil }
  }
}
