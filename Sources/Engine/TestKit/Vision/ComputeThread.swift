internal import Dispatch

/// Runs blocking work on a thread of its own, as the host does, not on the cooperative pool.
func onThread<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    DispatchQueue.global().async { continuation.resume(with: Swift.Result { try work() }) }
  }
}
