import Dispatch
import Synchronization

/// A first-in, first-out queue between tasks that add jobs and threads that wait for them.
final class JobQueue<Job: Sendable>: Sendable {
  private struct State {
    var jobs: [Job] = []
    var first = 0
    var isClosed = false

    var count: Int { jobs.count - first }

    mutating func take() -> Job {
      let job = jobs[first]
      first += 1
      // Taken jobs are let go in bulk, which makes a take cost O(1) in the mean.
      if first == jobs.count || first >= 256 {
        jobs.removeFirst(first)
        first = 0
      }
      return job
    }
  }

  private let state = Mutex(State())
  /// One signal for each job, and one for each waiting thread when the queue closes.
  private let available = DispatchSemaphore(value: 0)
  private let capacity: Int

  /// A queue that refuses jobs while `capacity` of them wait.
  init(capacity: Int) { self.capacity = capacity }

  /// How many jobs wait.
  var count: Int { state.withLock { $0.count } }

  /// Adds a job.
  ///
  /// - Throws: `WorkerError.overloaded` where the queue is full, `.stopped` where it is closed. The job is not kept then.
  func add(_ job: Job) throws(WorkerError) {
    let refusal: WorkerError? = state.withLock { state in
      if state.isClosed { return .stopped }
      if state.count >= capacity { return .overloaded }
      state.jobs.append(job)
      return nil
    }
    if let refusal { throw refusal }
    available.signal()
  }

  /// Blocks until there are jobs, and takes those that wait, at most `limit`. nil once the queue is closed and empty.
  func next(limit: Int) -> [Job]? {
    while true {
      available.wait()
      let taken: [Job]? = state.withLock { state in
        var taken: [Job] = []
        while taken.count < limit, state.count > 0 { taken.append(state.take()) }
        return taken.isEmpty && state.isClosed ? nil : taken
      }
      guard let taken else {
        // The next waiting thread learns of the end too.
        available.signal()
        return nil
      }
      // A signal may be left over from a job that an earlier batch took.
      if !taken.isEmpty { return taken }
    }
  }

  /// Refuses further jobs; those that wait are still done.
  func close() {
    state.withLock { $0.isClosed = true }
    available.signal()
  }
}
