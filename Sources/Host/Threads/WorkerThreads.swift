import Foundation
import Synchronization

/// Threads of their own for work that blocks, so that the cooperative pool never does. Each has its own `Resource` (a
/// database connection, say), made on that thread and never leaving it.
final class WorkerThreads<Resource>: Sendable {
  private typealias Job = @Sendable (Result<Resource, any Error>) -> Void
  private let jobs: JobQueue<Job>
  /// Entered by each thread that has its resource.
  private let life = DispatchGroup()
  private let startedCount = Atomic(0)

  /// How many jobs have begun so far: for metrics.
  var started: Int { startedCount.load(ordering: .relaxed) }

  /// Starts the threads.
  ///
  /// - Parameters:
  ///   - name: the threads' name in debuggers.
  ///   - count: how many, at least 1.
  ///   - capacity: how many jobs may wait.
  ///   - makeResource: makes one thread's resource. Where it throws, each of that thread's jobs throws its error.
  init(
    name: String, count: Int, capacity: Int, makeResource: @escaping @Sendable () throws -> Resource
  ) {
    let jobs = JobQueue<Job>(capacity: capacity)
    self.jobs = jobs
    let life = self.life
    for _ in 0..<max(1, count) {
      life.enter()
      let thread = Thread {
        Self.work(jobs, makeResource)
        life.leave()
      }
      thread.name = name
      thread.start()
    }
  }

  deinit { jobs.close() }

  /// Runs `body` on one of the threads and returns what it returns.
  ///
  /// - Throws: `WorkerError`, what the resource's maker threw, or what `body` throws.
  func run<Value: Sendable>(_ body: @escaping @Sendable (Resource) throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      do {
        try jobs.add { resource in
          self.startedCount.add(1, ordering: .relaxed)
          continuation.resume(with: Result { try body(try resource.get()) })
        }
      } catch {
        continuation.resume(throwing: error)
      }
    }
  }

  /// Ends the threads once the jobs that wait are done; returns when their resources are gone. Further jobs are refused.
  func stop() {
    jobs.close()
    life.wait()
  }

  /// A thread's whole life: its resource is gone when this returns.
  private static func work(_ jobs: JobQueue<Job>, _ makeResource: () throws -> Resource) {
    let resource = Result { try makeResource() }
    while let batch = jobs.next(limit: 1) {
      for job in batch { job(resource) }
    }
  }
}
