import Engine
import Synchronization

/// The sessions alive in this process, by token.
final class SessionRegistry: Sendable {
  private let sessions = Mutex<[String: LiveSession]>([:])
  private let limit: Int

  /// A registry of at most `limit` sessions.
  init(limit: Int) { self.limit = limit }

  /// Adds a session.
  ///
  /// - Returns: false where the registry is full.
  func add(_ session: LiveSession) -> Bool {
    sessions.withLock { sessions in
      guard sessions.count < limit else { return false }
      sessions[session.token] = session
      return true
    }
  }

  /// The session with this token. Finished ones stay until their time is over, so that a late client learns that its
  /// session is over rather than that it never was.
  subscript(token: String) -> LiveSession? { sessions.withLock { $0[token] } }

  /// Takes out the sessions whose time is over, ended or not: the caller ends those that have not.
  func overdue() -> [LiveSession] {
    sessions.withLock { sessions in
      let overdue = sessions.values.filter { $0.now >= $0.rules.timeToLive }
      for session in overdue { sessions[session.token] = nil }
      return overdue
    }
  }

  /// How many are there.
  var count: Int { sessions.withLock { $0.count } }

  /// All of a tenant's.
  func of(_ tenant: TenantID) -> [LiveSession] { sessions.withLock { $0.values.filter { $0.tenant == tenant } } }
}
