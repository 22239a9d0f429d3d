import Synchronization

/// Tells a job on another thread that nobody waits for it any more.
final class Cancellation: Sendable {
  private let flag = Atomic(false)

  /// Whether the caller has gone.
  var isCancelled: Bool { flag.load(ordering: .relaxed) }

  /// Says that the caller has gone.
  func cancel() { flag.store(true, ordering: .relaxed) }

  /// Suspends the caller until `begin` has its continuation resumed; `begin` also gets the flag that the caller's
  /// cancellation raises.
  static func awaiting<Value: Sendable>(
    _ begin: (CheckedContinuation<Value, any Error>, Cancellation) -> Void
  ) async throws -> Value {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { begin($0, cancellation) }
    } onCancel: {
      cancellation.cancel()
    }
  }
}
