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
      // Model by model: those that wait for another host must not stand before those that can be done here.
      for (model, dimension) in dimensions {
        while true {
          let pending = try await queue.pending(model: model, limit: 1000)
          guard !pending.isEmpty else { break }
          for (tenant, removals) in Dictionary(grouping: pending, by: \.tenant) {
            let gallery = GalleryID(tenant: tenant, model: model, dimension: dimension)
            try await store.remove(removals.map(\.face), from: gallery)
            try await queue.confirm(removals)
          }
        }
      }
    } catch {
      log.write(.warning, component: "recognition", event: "vector_removal_postponed", ["reason": "\(error)"])
    }
  }
}
