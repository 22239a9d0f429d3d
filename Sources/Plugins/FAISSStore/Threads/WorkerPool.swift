import Dispatch
import Glibc
import Synchronization

/// A fixed number of threads that run jobs in the order of their coming.
///
/// Searches burn a processor for milliseconds and files block: neither may sit on Swift's cooperative threads, and a
/// concurrent dispatch queue would answer blocked threads with ever more threads.
final class WorkerPool: Sendable {
  private struct Queue {
    var jobs: [@Sendable () -> Void] = []
    var next = 0
    var stopping = false
  }
  private let queue = Mutex(Queue())
  private let waiting = DispatchSemaphore(value: 0)
  private let threads: Int

  /// A pool whose threads begin at once. They end, and let go of the pool, after `stop()`.
  ///
  /// - Returns: nil where the system gives no thread.
  init?(threads: Int) {
    self.threads = threads
    for started in 0..<threads {
      guard spawn() else {
        if started == 0 { return nil }
        break
      }
    }
  }

  /// Runs `job` on one of the threads, after the jobs given before have begun.
  func submit(_ job: @escaping @Sendable () -> Void) {
    queue.withLock { $0.jobs.append(job) }
    waiting.signal()
  }

  /// Lets the threads end once every job given before has run.
  func stop() {
    queue.withLock { $0.stopping = true }
    for _ in 0..<threads { waiting.signal() }
  }

  private func run() {
    while true {
      waiting.wait()
      let job: (@Sendable () -> Void)? = queue.withLock { queue in
        guard queue.next < queue.jobs.count else { return nil }
        let job = queue.jobs[queue.next]
        queue.next += 1
        if queue.next == queue.jobs.count {
          queue.jobs.removeAll(keepingCapacity: queue.next < 1024)
          queue.next = 0
        } else if queue.next >= 1024, queue.next * 2 >= queue.jobs.count {
          // Taken jobs are let go of in bulk, so that taking one costs a constant.
          queue.jobs.removeFirst(queue.next)
          queue.next = 0
        }
        return job
      }
      if let job {
        job()
      } else if queue.withLock({ $0.stopping }) {
        return
      }
    }
  }

  private func spawn() -> Bool {
    let start = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<WorkerPool>.fromOpaque(pointer).takeRetainedValue().run() }
        return nil
      }, start.toOpaque())
    guard failure == 0 else {
      start.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
