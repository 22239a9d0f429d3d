import Engine
import Synchronization

/// Counts what is under way, so that stopping can wait for it.
final class CallGate: Sendable {
  private struct State {
    var isOpen = false
    var underWay = 0
    var stopper: CheckedContinuation<Void, Never>?
  }
  private let state = Mutex(State())

  /// Lets calls in.
  func open() { state.withLock { $0.isOpen = true } }

  /// Whether calls are let in: work in the background gives up where they are not.
  var isOpen: Bool { state.withLock { $0.isOpen } }

  /// Runs `body` as a call.
  ///
  /// - Throws: `VectorStoreError.unavailable` before `open()` and after `close()`.
  func pass<Result>(_ body: () async throws -> Result) async throws -> Result {
    try state.withLock { state in
      guard state.isOpen else { throw VectorStoreError.unavailable("the vector store is not running") }
      state.underWay += 1
    }
    defer { leave() }
    return try await body()
  }

  /// Counts work in the background, begun from within a call; `leave()` ends it.
  func enterBackground() { state.withLock { $0.underWay += 1 } }

  /// Ends one call or one piece of background work.
  func leave() {
    let stopper: CheckedContinuation<Void, Never>? = state.withLock { state in
      state.underWay -= 1
      guard !state.isOpen, state.underWay == 0 else { return nil }
      defer { state.stopper = nil }
      return state.stopper
    }
    stopper?.resume()
  }

  /// Lets nothing in any more and returns when nothing is under way.
  ///
  /// - Returns: whether it was open.
  func close() async -> Bool {
    let wasOpen = state.withLock { state in
      defer { state.isOpen = false }
      return state.isOpen
    }
    guard wasOpen else { return false }
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        if state.underWay == 0 { return true }
        state.stopper = continuation
        return false
      }
      if isIdle { continuation.resume() }
    }
    return true
  }
}
