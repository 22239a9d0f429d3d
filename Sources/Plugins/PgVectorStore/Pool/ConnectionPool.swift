import Dispatch
import Engine
import Synchronization

/// Threads that own one connection each and take calls in the order of their coming. libpq blocks its thread while the
/// server works, and that must not be one of Swift's cooperative threads.
final class ConnectionPool: Sendable {
  private struct State {
    var jobs: [@Sendable (Worker) -> Void] = []
    var next = 0
    var isStopping = false
    var threads = 0
    var stopper: CheckedContinuation<Void, Never>?
  }
  private let state = Mutex(State())
  private let waiting = DispatchSemaphore(value: 0)
  private let makeWorker: @Sendable () -> Worker

  /// A pool whose threads begin at once and end after `stop()`.
  ///
  /// - Returns: nil where the system gives no thread.
  init?(threads: Int, makeWorker: @escaping @Sendable () -> Worker) {
    self.makeWorker = makeWorker
    for _ in 0..<threads where startThread({ self.run() }) { state.withLock { $0.threads += 1 } }
    if state.withLock({ $0.threads }) == 0 { return nil }
  }

  /// Runs `body` on one of the connections. A call that is cancelled while it waits for its turn throws
  /// `CancellationError`; one that has begun completes, so that a change's outcome is known.
  func run<Value: Sendable>(
    isWrite: Bool, _ body: @escaping @Sendable (Connection) throws -> Value
  ) async throws -> Value {
    let isCancelled = CancellationFlag()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isTaken = submit { worker in
          guard !isCancelled.isRaised else { return continuation.resume(throwing: CancellationError()) }
          continuation.resume(with: Result { try worker.perform(isWrite: isWrite, body) })
        }
        if !isTaken { continuation.resume(throwing: VectorStoreError.unavailable("the vector store is not running")) }
      }
    } onCancel: {
      isCancelled.raise()
    }
  }

  /// Takes no more calls and returns when those taken before have ended and every connection is closed.
  func stop() async {
    await withCheckedContinuation { continuation in
      let threads = state.withLock { state in
        state.isStopping = true
        if state.threads > 0 { state.stopper = continuation }
        return state.threads
      }
      for _ in 0..<threads { waiting.signal() }
      if threads == 0 { continuation.resume() }
    }
  }

  private func submit(_ job: @escaping @Sendable (Worker) -> Void) -> Bool {
    let isTaken = state.withLock { state in
      if !state.isStopping { state.jobs.append(job) }
      return !state.isStopping
    }
    if isTaken { waiting.signal() }
    return isTaken
  }

  private func run() {
    serve()
    let stopper: CheckedContinuation<Void, Never>? = state.withLock { state in
      state.threads -= 1
      return state.threads == 0 ? state.stopper : nil
    }
    stopper?.resume()
  }

  /// Until the pool stops; the worker, and with it the connection, is gone when this returns.
  private func serve() {
    let worker = makeWorker()
    while true {
      waiting.wait()
      let (job, isStopping) = state.withLock { state in (Self.take(&state), state.isStopping) }
      if let job {
        job(worker)
      } else if isStopping {
        return
      }
    }
  }

  private static func take(_ state: inout State) -> (@Sendable (Worker) -> Void)? {
    guard state.next < state.jobs.count else { return nil }
    let job = state.jobs[state.next]
    state.next += 1
    // Taken jobs are let go of in bulk, so that taking one costs a constant.
    if state.next == state.jobs.count || state.next >= 1024 {
      state.jobs.removeFirst(state.next)
      state.next = 0
    }
    return job
  }
}
