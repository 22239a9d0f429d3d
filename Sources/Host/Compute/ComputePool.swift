import Foundation

/// A fixed pool of threads for everything that computes: decoding, inference, quality. Network loops and Swift's
/// cooperative pool stay free for what waits.
final class ComputePool: @unchecked Sendable {
  // Safe to share: `queue`, `stopping` and `running` are only touched with `condition` locked.

  private let condition = NSCondition()
  private var queue = FairQueue<@Sendable () -> Void>()
  private var stopping = false
  private var running: Int
  private let capacity: Int
  /// How many threads there are.
  let threads: Int

  /// How many jobs may wait before new ones are refused.
  static let waitingPerThread = 64

  /// A pool of `threads` threads, which start at once.
  init(threads: Int) {
    self.threads = threads
    running = threads
    capacity = threads * Self.waitingPerThread
    for index in 0..<threads {
      let thread = Thread { [self] in work() }
      thread.name = "compute-\(index)"
      // OpenVINO's and OpenCV's kernels keep large frames on the stack in places; the default of 512 KB is too tight.
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  /// Queues a job.
  ///
  /// - Returns: false where too many wait already; the job is then not run.
  func submit(tenant: String, session: String, _ job: @escaping @Sendable () -> Void) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    guard !stopping, queue.count < capacity else { return false }
    queue.append(job, tenant: tenant, session: session)
    condition.signal()
    return true
  }

  /// Runs `body` on a compute thread.
  ///
  /// - Throws: `Overloaded` where too many jobs wait, or what `body` throws.
  func run<Value: Sendable>(
    tenant: String, session: String, _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let queued = submit(tenant: tenant, session: session) { continuation.resume(with: Result { try body() }) }
      if !queued { continuation.resume(throwing: Overloaded()) }
    }
  }

  /// Lets the threads finish what is queued, then ends them. Blocks: not for the cooperative pool.
  func stop() {
    condition.lock()
    stopping = true
    condition.broadcast()
    while running > 0 { condition.wait() }
    condition.unlock()
  }

  private func work() {
    condition.lock()
    while true {
      if let job = queue.next() {
        condition.unlock()
        job()
        condition.lock()
      } else if stopping {
        break
      } else {
        condition.wait()
      }
    }
    running -= 1
    condition.broadcast()
    condition.unlock()
  }

  /// Too much work waits already.
  struct Overloaded: Error {}
}
