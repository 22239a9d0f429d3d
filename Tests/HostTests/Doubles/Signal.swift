import Synchronization

/// Something that a thread says once or several times, and that a test awaits as often.
final class Signal: Sendable {
  private struct State {
    var given = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  func give() {
    let waiting: CheckedContinuation<Void, Never>? = state.withLock { state in
      guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
      state.given += 1
      return nil
    }
    waiting?.resume()
  }

  /// Returns once it was given once more. Blocks no thread: tests share few of them.
  func received() async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        guard state.given > 0 else {
          state.waiting.append(continuation)
          return false
        }
        state.given -= 1
        return true
      }
      if isThere { continuation.resume() }
    }
  }
}
