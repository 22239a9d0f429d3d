import Engine

/// What a thread of the pool owns: a connection, made when it is first needed and again when it has broken.
final class Worker {
  private let makeConnection: @Sendable () throws(DatabaseFailure) -> Connection
  private let server: ServerWatch
  private var connection: Connection?
  /// How often a call is tried that can do no harm twice.
  private static let attempts = 3

  init(server: ServerWatch, makeConnection: @escaping @Sendable () throws(DatabaseFailure) -> Connection) {
    self.server = server
    self.makeConnection = makeConnection
  }

  /// Runs `body` on a connection.
  ///
  /// - Parameter isWrite: a change is not repeated when the connection breaks on it, for it may have been made.
  /// - Throws: what `body` throws, a `DatabaseFailure` as a `VectorStoreError`.
  func perform<Value>(isWrite: Bool, _ body: (Connection) throws -> Value) throws -> Value {
    var attempt = 1
    while true {
      do {
        return try once(body)
      } catch DatabaseFailure.lost where !isWrite && attempt < Self.attempts {
      } catch DatabaseFailure.refused(let state) where state.isConflict && attempt < Self.attempts {
      } catch let failure as DatabaseFailure {
        throw failure.error(isWrite: isWrite)
      }
      attempt += 1
    }
  }

  private func once<Value>(_ body: (Connection) throws -> Value) throws -> Value {
    try server.admit()
    do {
      let value = try body(try ready())
      server.succeeded()
      settle()
      return value
    } catch DatabaseFailure.unreachable(let problem) {
      server.failed(problem)
      throw DatabaseFailure.unreachable(problem)
    } catch DatabaseFailure.timedOut {
      connection = nil
      server.failed(.timedOut)
      throw DatabaseFailure.timedOut
    } catch DatabaseFailure.lost {
      connection = nil
      server.undecided()
      throw DatabaseFailure.lost
    } catch {
      server.succeeded()
      settle()
      throw error
    }
  }

  private func ready() throws(DatabaseFailure) -> Connection {
    if let connection, connection.isReady { return connection }
    connection = nil
    let made = try makeConnection()
    connection = made
    return made
  }

  /// A connection with a transaction left open is of no use to the next call.
  private func settle() { if connection?.isReady == false { connection = nil } }
}
