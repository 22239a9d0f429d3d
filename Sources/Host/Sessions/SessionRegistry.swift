import Engine
import Synchronization

/// The sessions of this process, by token: those alive, and ended ones until their time is over, so that a late client
/// learns that its session is over rather than that it never was.
final class SessionRegistry: Sendable {
  private struct State {
    var sessions: [String: LiveSession] = [:]
    /// Sessions alive, by tenant.
    var alive: [TenantID: Int] = [:]
  }

  private let state = Mutex(State())
  private let limit: Int

  /// A registry of at most `limit` sessions, ended ones included.
  init(limit: Int) { self.limit = limit }

  /// What becomes of a new session.
  enum Admission: Sendable {
    case added
    /// Its tenant has as many alive as it may have.
    case tenantIsFull
    /// The registry has as many as it can hold.
    case isFull
  }

  /// Adds a session whose tenant may have `tenantLimit` of them alive.
  func add(_ session: LiveSession, tenantLimit: Int) -> Admission {
    state.withLock { state in
      guard state.alive[session.tenant, default: 0] < tenantLimit else { return .tenantIsFull }
      guard state.sessions.count < limit else { return .isFull }
      state.sessions[session.token] = session
      state.alive[session.tenant, default: 0] += 1
      return .added
    }
  }

  /// A session has ended. Call it once for each.
  func ended(_ session: LiveSession) {
    state.withLock { state in
      let rest = state.alive[session.tenant, default: 0] - 1
      state.alive[session.tenant] = rest > 0 ? rest : nil
    }
  }

  /// The session with this token.
  subscript(token: String) -> LiveSession? { state.withLock { $0.sessions[token] } }

  /// Sessions whose time is over; they are known no more, and the caller ends those that have not ended yet.
  func overdue() -> [LiveSession] {
    state.withLock { state in
      let overdue = state.sessions.values.filter { $0.now >= $0.rules.timeToLive }
      for session in overdue { state.sessions[session.token] = nil }
      return overdue
    }
  }

  /// How many are there.
  var count: Int { state.withLock { $0.sessions.count } }

  /// All of some tenants'.
  func of(_ tenants: Set<TenantID>) -> [LiveSession] {
    state.withLock { $0.sessions.values.filter { tenants.contains($0.tenant) } }
  }
}
