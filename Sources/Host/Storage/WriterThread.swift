import Foundation

/// The one thread that writes. Changes that wait are committed together, each in a savepoint of its own: under load one
/// sync to disk acknowledges many of them, and one that fails takes no other with it.
final class WriterThread: Sendable {
  /// Does one change within the open transaction. What it returns is called once the outcome is known: with nil after
  /// the commit, or with why the commit failed.
  private typealias Job = @Sendable (Result<Connection, any Error>) -> Finish
  private typealias Finish = ((any Error)?) -> Void
  private let jobs = JobQueue<Job>(capacity: 4096)
  /// Entered while the thread has its connection.
  private let life = DispatchGroup()

  /// Starts the thread, which makes its connection by `open`.
  init(open: @escaping @Sendable () throws -> Connection) {
    let (jobs, life) = (self.jobs, self.life)
    life.enter()
    let thread = Thread {
      Self.work(jobs, open)
      life.leave()
    }
    thread.name = "kenali-writer"
    thread.start()
  }

  deinit { jobs.close() }

  /// Runs `body` in the writer's transaction and returns once its changes are on disk.
  ///
  /// - Throws: what `body` throws, and then nothing of it counts; `StorageError` or `WorkerError` otherwise.
  func run<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      do {
        try jobs.add { connection in
          let outcome = Result { try Self.inSavepoint(try connection.get(), body) }
          return { commitError in
            if case .success = outcome, let commitError {
              continuation.resume(throwing: commitError)
            } else {
              continuation.resume(with: outcome)
            }
          }
        }
      } catch {
        continuation.resume(throwing: error)
      }
    }
  }

  /// Ends the thread once the changes that wait are done; returns when its connection is closed.
  func stop() {
    jobs.close()
    life.wait()
  }

  /// The thread's whole life: the connection is closed when this returns.
  private static func work(_ jobs: JobQueue<Job>, _ open: () throws -> Connection) {
    let connection = Result { try open() }
    while let batch = jobs.next(limit: 64) { commit(batch, on: connection) }
  }

  private static func commit(_ batch: [Job], on connection: Result<Connection, any Error>) {
    let open: Connection
    switch connection {
    case .failure:
      for job in batch { job(connection)(nil) }
      return
    case .success(let value): open = value
    }
    do {
      try open.execute("BEGIN IMMEDIATE")
    } catch {
      for job in batch { job(.failure(error))(nil) }
      return
    }
    var finishes: [Finish] = []
    for job in batch { finishes.append(job(connection)) }
    var failure: (any Error)?
    do {
      // After a full disk, say, SQLite has rolled the whole transaction back by itself; COMMIT throws then.
      try open.execute("COMMIT")
    } catch {
      failure = error
      if open.isInTransaction { _ = try? open.execute("ROLLBACK") }
    }
    for finish in finishes { finish(failure) }
  }

  private static func inSavepoint<Value>(
    _ connection: Connection, _ body: (Connection) throws -> Value
  ) throws -> Value {
    // Without a transaction the savepoint would become one, and commit on its own.
    guard connection.isInTransaction else { throw StorageError.full }
    try connection.execute("SAVEPOINT change")
    do {
      let value = try body(connection)
      try connection.execute("RELEASE change")
      return value
    } catch {
      if connection.isInTransaction {
        _ = try? connection.execute("ROLLBACK TO change")
        _ = try? connection.execute("RELEASE change")
      }
      throw error
    }
  }
}
