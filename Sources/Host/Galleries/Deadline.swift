import Synchronization

/// Waits for a call no longer than a limit.
enum Deadline {
  /// The call did not return in time. It was cancelled; what it did, if anything, is not known.
  struct Exceeded: Error {}

  /// What `body` returns within `limit`.
  ///
  /// A plugin's call that ignores its cancellation is left behind: that must not hold up the caller too, so `body` is
  /// no child task.
  ///
  /// - Throws: what `body` throws, `Exceeded`, or `CancellationError` where the caller is cancelled.
  static func within<Value: Sendable>(
    _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let race = Race<Value>()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        race.begin(continuation)
        race.run { try await body() }
        race.run {
          try await Task.sleep(for: limit)
          throw Exceeded()
        }
      }
    } onCancel: {
      race.finish(.failure(CancellationError()))
    }
  }

  /// Who comes first answers; the others are cancelled.
  private final class Race<Value: Sendable>: Sendable {
    private struct State {
      var continuation: CheckedContinuation<Value, any Error>?
      var result: Result<Value, any Error>?
      var tasks: [Task<Void, Never>] = []
    }
    private let state = Mutex(State())

    func begin(_ continuation: CheckedContinuation<Value, any Error>) {
      let result = state.withLock { state -> Result<Value, any Error>? in
        if state.result == nil { state.continuation = continuation }
        return state.result
      }
      // Cancelled before it began.
      if let result { continuation.resume(with: result) }
    }

    func run(_ body: @escaping @Sendable () async throws -> Value) {
      let task = Task {
        do { self.finish(.success(try await body())) } catch { self.finish(.failure(error)) }
      }
      let isOver = state.withLock { state in
        state.tasks.append(task)
        return state.result != nil
      }
      if isOver { task.cancel() }
    }

    func finish(_ result: Result<Value, any Error>) {
      let (continuation, tasks) = state.withLock {
        state -> (CheckedContinuation<Value, any Error>?, [Task<Void, Never>]) in
        guard state.result == nil else { return (nil, []) }
        state.result = result
        defer { state.continuation = nil }
        return (state.continuation, state.tasks)
      }
      for task in tasks { task.cancel() }
      continuation?.resume(with: result)
    }
  }
}
