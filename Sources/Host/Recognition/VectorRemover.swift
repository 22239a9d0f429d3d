import Engine

/// Carries out the queued removals of vectors: after each deletion, at start, and again later where a store was away.
struct VectorRemover: Sendable {
  let store: any VectorStore
  let queue: VectorRemovalQueue
  /// Vector lengths by model, to name galleries; removals of models that this host does not run wait for one that does.
  let dimensions: [ModelID: Int]
  let log: any EventLog

  /// Removes what can be removed now. Does not throw: what fails stays queued.
  func drain() async {
    do {
      while true {
        let pending = try await queue.pending(limit: 1000).filter { dimensions[$0.model] != nil }
        guard !pending.isEmpty else { return }
        let byGallery = Dictionary(grouping: pending) { removal in
          GalleryID(tenant: removal.tenant, model: removal.model, dimension: dimensions[removal.model] ?? 0)
        }
        for (gallery, removals) in byGallery {
          try await store.remove(removals.map(\.face), from: gallery)
          try await queue.confirm(removals)
        }
      }
    } catch {
      log.write(.warning, component: "recognition", event: "vector_removal_postponed", ["reason": "\(error)"])
    }
  }
}
