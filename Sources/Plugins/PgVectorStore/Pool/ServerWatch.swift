import Engine
import Synchronization

/// One `Availability` for all threads, with the real clock; says in the log when the server goes and when it is back.
final class ServerWatch: Sendable {
  private let availability = Mutex(Availability())
  private let began = ContinuousClock.now
  private let log: any EventLog

  init(log: any EventLog) { self.log = log }

  /// - Throws: `DatabaseFailure.unreachable` while the server is not worth asking.
  func admit() throws(DatabaseFailure) {
    let admission = availability.withLock { $0.admit(at: now) }
    if case .refused(let problem) = admission { throw .unreachable(problem) }
  }

  /// The server answered.
  func succeeded() {
    let wasDown = availability.withLock { availability in
      defer { availability.succeeded() }
      return availability.isDown
    }
    if wasDown { log.write(.info, component: PostgresVectorStore.componentID, event: "database_reachable", [:]) }
  }

  /// The server could not be reached.
  func failed(_ problem: ConnectProblem) {
    let wasUp = availability.withLock { availability in
      defer { availability.failed(problem, at: now, dice: .random(in: 0..<1)) }
      return !availability.isDown
    }
    guard wasUp else { return }
    log.write(
      .warning, component: PostgresVectorStore.componentID, event: "database_unreachable", ["reason": problem.advice])
  }

  /// A connection broke, which alone says nothing of the server.
  func undecided() { availability.withLock { $0.undecided() } }

  private var now: Duration { ContinuousClock.now - began }
}
