import Dispatch
import Engine
import Synchronization

/// A thread with a connection of its own that builds and drops indices, one at a time, beside the searches.
final class IndexKeeper: Sendable {
  private struct State {
    /// When to look at a gallery.
    var due: [GalleryTable: ContinuousClock.Instant] = [:]
    var needsVacuum: Set<GalleryTable> = []
    /// Faces changed since the last look.
    var changes: [GalleryTable: Int] = [:]
    /// When a gallery that changes first had enough changes.
    var unrestSince: [GalleryTable: ContinuousClock.Instant] = [:]
    var isStopping = false
    var stopper: CheckedContinuation<Void, Never>?
    var hasEnded = false
  }
  /// A gallery is looked at when nothing was written to it for `quiet`, or at the latest after `longestUnrest`: what is
  /// written during a build enters the index row by row, which takes ten times as long.
  private static let quiet = Duration.seconds(2)
  private static let longestUnrest = Duration.seconds(60)
  /// Before another attempt where the server, or another host, was in the way.
  private static let retryDelay = Duration.seconds(5)

  private let state = Mutex(State())
  private let wake = DispatchSemaphore(value: 0)
  private let policy: IndexPolicy
  private let log: any EventLog
  private let connect: @Sendable () throws(DatabaseFailure) -> Connection

  /// - Returns: nil where the system gives no thread.
  init?(policy: IndexPolicy, log: any EventLog, connect: @escaping @Sendable () throws(DatabaseFailure) -> Connection) {
    self.policy = policy
    self.log = log
    self.connect = connect
    guard startThread({ self.run() }) else { return nil }
  }

  /// Looks at these galleries soon: at start, for what an earlier run left undone.
  func look(at tables: [GalleryTable]) {
    state.withLock { state in for table in tables { state.due[table] = .now } }
    wake.signal()
  }

  /// Notes that faces were added or removed, and looks at the gallery once there were enough of them.
  func noteChanges(_ faces: Int, in table: GalleryTable, isEmptied: Bool = false) {
    let isDue = state.withLock { state in
      let changes = (state.changes[table] ?? 0) + faces
      state.changes[table] = changes
      if isEmptied { state.needsVacuum.insert(table) }
      guard isEmptied || changes >= policy.changesBetweenLooks else { return false }
      let since = state.unrestSince[table] ?? .now
      state.unrestSince[table] = since
      state.due[table] = isEmptied ? .now : min(.now + Self.quiet, since + Self.longestUnrest)
      return true
    }
    if isDue { wake.signal() }
  }

  /// Gives up waiting for what is under way and returns when the thread has ended. A build goes on in the server, and is
  /// found, done or not, at the next start.
  func stop() async {
    await withCheckedContinuation { continuation in
      let hasEnded = state.withLock { state in
        state.isStopping = true
        if !state.hasEnded { state.stopper = continuation }
        return state.hasEnded
      }
      wake.signal()
      if hasEnded { continuation.resume() }
    }
  }

  // MARK: The thread

  private func run() {
    var connection: Connection?
    while !isStopping {
      let pause = state.withLock { $0.due.values.min() }.map { max(.zero, $0 - .now) }
      if let pause {
        if pause > .zero { _ = wake.wait(timeout: .now() + pause / .seconds(1)) }
      } else {
        wake.wait()
      }
      while let table = takeDue() { review(table, &connection) }
      // Idle connections cost the server memory.
      if state.withLock({ $0.due.isEmpty }) { connection = nil }
    }
    connection = nil
    let stopper = state.withLock { state in
      state.hasEnded = true
      return state.stopper
    }
    stopper?.resume()
  }

  private var isStopping: Bool { state.withLock { $0.isStopping } }

  private func takeDue() -> GalleryTable? {
    state.withLock { state in
      guard !state.isStopping, let next = state.due.min(by: { $0.value < $1.value }), next.value <= .now else {
        return nil
      }
      state.due[next.key] = nil
      state.changes[next.key] = nil
      state.unrestSince[next.key] = nil
      return next.key
    }
  }

  private func review(_ table: GalleryTable, _ connection: inout Connection?) {
    do {
      let open = try connection ?? connect()
      connection = open
      open.isAbandoned = { self.isStopping }
      let isDone = try IndexReview(table: table, policy: policy, connection: open, log: log).run()
      if !isDone { again(table) }
      if state.withLock({ $0.needsVacuum.contains(table) }) {
        // Removed rows are still in the files until a vacuum; of a gallery that was emptied nothing should be.
        try open.execute("VACUUM \(table.name)")
        state.withLock { _ = $0.needsVacuum.remove(table) }
      }
    } catch {
      connection = nil
      guard !isStopping else { return }
      let reason = (error as? DatabaseFailure)?.error(isWrite: false).description ?? "the index could not be looked at"
      log.write(
        .warning, component: PostgresVectorStore.componentID, event: "index_postponed",
        ["gallery": String(table.number), "reason": reason])
      again(table)
    }
  }

  private func again(_ table: GalleryTable) { state.withLock { $0.due[table] = .now + Self.retryDelay } }
}
