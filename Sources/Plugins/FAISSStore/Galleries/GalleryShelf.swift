import Engine
import Synchronization

/// The galleries that are or were lately in use. Those used least recently are put away when memory runs over its
/// budget; searches that still read one keep its contents until they are done.
final class GalleryShelf: Sendable {
  private struct State {
    var galleries: [GalleryKey: Gallery] = [:]
    var uses: UInt64 = 0
    var hasWarned = false
  }
  private let state = Mutex(State())
  private let surroundings: GallerySurroundings
  private let budget: Int

  /// An empty shelf.
  init(_ surroundings: GallerySurroundings) {
    self.surroundings = surroundings
    budget = surroundings.settings.memoryBudgetMB << 20
  }

  /// The contents of a gallery, loaded where needed.
  ///
  /// - Throws: `VectorStoreError.damaged`, `.unavailable`.
  func contents(of key: GalleryKey) async throws -> GalleryContents {
    if let contents = gallery(key).contents { return contents }
    return try await request(key) { .open($0) }
  }

  /// Has a request answered by its gallery.
  func request<Value: Sendable>(
    _ key: GalleryKey, _ request: (CheckedContinuation<Value, any Error>) -> GalleryRequest
  ) async throws -> Value {
    let value = try await withCheckedThrowingContinuation { continuation in
      let request = request(continuation)
      // A gallery may be put away between its finding and its asking.
      while !gallery(key).submit(request) {}
    }
    enforceBudget(sparing: key)
    return value
  }

  private func gallery(_ key: GalleryKey) -> Gallery {
    state.withLock { state in
      state.uses += 1
      if let known = state.galleries[key] {
        known.use = state.uses
        return known
      }
      let new = Gallery(key, surroundings)
      new.use = state.uses
      state.galleries[key] = new
      surroundings.memory.add(Gallery.bytesAtRest)
      return new
    }
  }

  private func enforceBudget(sparing key: GalleryKey) {
    guard surroundings.memory.bytes > budget else { return }
    let isFirstWarning = state.withLock { state in
      for (victim, gallery) in state.galleries.sorted(by: { $0.value.use < $1.value.use }) where victim != key {
        if surroundings.memory.bytes <= budget { return false }
        guard let freed = gallery.retire() else { continue }
        state.galleries[victim] = nil
        surroundings.memory.add(-freed)
      }
      defer { state.hasWarned = true }
      return surroundings.memory.bytes > budget && !state.hasWarned
    }
    if isFirstWarning {
      surroundings.log.write(
        .warning, component: FAISSVectorStore.componentID, event: "memory_over_budget",
        ["bytes": String(surroundings.memory.bytes), "advice": "raise memory_budget_mb of store.faiss"])
    }
  }
}
