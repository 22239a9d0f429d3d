import Engine

/// Why a statement has no answer.
enum DatabaseFailure: Error, Sendable, Hashable {
  /// There is no connection.
  case unreachable(ConnectProblem)
  /// The connection broke while a statement was under way.
  case lost
  /// The server did not answer in time.
  case timedOut
  /// The server said no.
  case refused(SQLState)
  /// The answer is not what the statement asks for.
  case malformed

  /// What callers of the store are told.
  ///
  /// - Parameter isWrite: whether the call changes something, and may have.
  func error(isWrite: Bool) -> VectorStoreError {
    let doubt = isWrite ? "; whether the change was made is not known, so repeat it" : ""
    switch self {
    case .unreachable(let problem): return .unavailable(problem.advice)
    case .lost: return .unavailable("the connection to PostgreSQL broke" + doubt)
    case .timedOut: return .unavailable("PostgreSQL does not answer: see whether it is overloaded or stopped" + doubt)
    case .malformed:
      return .damaged("PostgreSQL's answer is not of the expected form: see that no table was changed by hand")
    case .refused(let state) where state.isCanceled:
      return .unavailable(
        "PostgreSQL needed longer than statement_timeout_ms: raise it, or see what keeps the server busy")
    case .refused(let state) where state.isMissingObject:
      return .damaged("a table of the gallery is missing in PostgreSQL: restore the database's backup")
    case .refused(let state) where state.isCorruption:
      return .damaged("PostgreSQL reports damaged data (\(state.code)): see its log and restore the backup")
    case .refused(let state) where state.isShortage:
      return .unavailable("PostgreSQL is out of disk space, memory or connections (\(state.code)): see its log")
    case .refused(let state) where state.isReadOnly:
      return .unavailable("PostgreSQL is read-only: connect to the primary server, not to a standby")
    case .refused(let state) where state.isForbidden:
      return .unavailable("the database role lacks a right: it must own the schema's tables")
    case .refused(let state):
      return .unavailable("PostgreSQL refused the statement (\(state.code)): see its log")
    }
  }
}
