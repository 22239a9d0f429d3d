import Engine
import Synchronization

/// One vector store of the host: started, watched, and left alone for a while when it can't be reached.
final class StoreHandle: Sendable {
  /// The component id.
  let id: String
  private let store: any VectorStore
  private let state = Mutex(State())
  private let clock: @Sendable () -> Duration
  private let log: any EventLog
  private let turns = SerialTurns()

  private struct State {
    var health = StoreHealth()
    var isStarted = false
    var isStarting = false
    var isStopped = false
  }

  /// A store, not started yet.
  ///
  /// - Parameter clock: time since any fixed moment.
  init(id: String, store: any VectorStore, log: any EventLog, clock: @escaping @Sendable () -> Duration) {
    self.id = id
    self.store = store
    self.log = log
    self.clock = clock
  }

  /// What searches promise.
  var guarantee: SearchGuarantee { store.guarantee }
  /// See `VectorStore.precision`.
  var precision: Float { store.precision }
  /// Whether the last call reached it.
  var isUp: Bool { state.withLock { $0.isStarted && $0.health.isUp } }
  /// The store where it keeps sealed files.
  var resealing: (any Resealing)? { store as? any Resealing }

  /// Starts the store.
  ///
  /// - Throws: what the store throws; it may be started again later.
  func start() async throws {
    state.withLock { $0.isStarting = true }
    do {
      try await store.start()
    } catch {
      state.withLock { state in
        state.isStarting = false
        state.health.failed(at: clock())
      }
      throw error
    }
    state.withLock { state in
      state.isStarting = false
      state.isStarted = true
      state.health.succeeded()
    }
  }

  /// Stops the store where it was started.
  func stop() async {
    let wasStarted = state.withLock { state in
      state.isStopped = true
      defer { state.isStarted = false }
      return state.isStarted
    }
    if wasStarted { await store.stop() }
  }

  /// Asks the store, unless it is being left alone.
  ///
  /// - Parameter limit: how long to wait; nil for as long as the store takes.
  /// - Throws: `VectorStoreError.unavailable` where it can't be reached or took too long, or what the store throws.
  func use<Value: Sendable>(
    within limit: Duration? = nil, _ body: @escaping @Sendable (any VectorStore) async throws -> Value
  ) async throws -> Value {
    try await admitted()
    do {
      let value =
        if let limit { try await Deadline.within(limit) { [store] in try await body(store) } } else {
          try await body(store)
        }
      noteSuccess()
      return value
    } catch VectorStoreError.unavailable(let text) {
      noteFailure(text)
      throw VectorStoreError.unavailable(text)
    } catch let answer as VectorStoreError {
      // It could be reached: what it said is about the gallery.
      noteSuccess()
      throw answer
    } catch is Deadline.Exceeded {
      noteFailure("it did not answer in time")
      throw VectorStoreError.unavailable("the vector store did not answer in time")
    }
  }

  /// Runs `body` while no other body runs: what fills, replays and verifies must not cross each other.
  func inTurn<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
    try await turns.run(body)
  }

  /// Throws unless the store may be asked now; starts one whose start has failed before.
  private func admitted() async throws {
    let (isAdmitted, isStarted) = state.withLock { state in
      // A start may take longer than the pause between two trials.
      (!state.isStopped && !state.isStarting && state.health.admits(at: clock()), state.isStarted)
    }
    guard isAdmitted else { throw VectorStoreError.unavailable("the vector store \(id) is down") }
    guard !isStarted else { return }
    do {
      try await start()
      log.write(.info, component: "galleries", event: "store_up", ["store": id])
    } catch {
      throw VectorStoreError.unavailable("the vector store \(id) is down")
    }
  }

  private func noteSuccess() {
    let wasDown = state.withLock { state in
      defer { state.health.succeeded() }
      return !state.health.isUp
    }
    if wasDown { log.write(.info, component: "galleries", event: "store_up", ["store": id]) }
  }

  private func noteFailure(_ reason: String) {
    let wasUp = state.withLock { state in
      defer { state.health.failed(at: clock()) }
      return state.health.isUp
    }
    if wasUp {
      log.write(.error, component: "galleries", event: "store_down", ["store": id, "reason": reason])
    }
  }
}
