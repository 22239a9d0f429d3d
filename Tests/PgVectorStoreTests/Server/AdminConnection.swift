import CPostgres

/// A connection of the tests' own, as the superuser, by plain libpq.
final class AdminConnection {
  private let handle: OpaquePointer

  init(port: Int, database: String) throws {
    let text = "host=127.0.0.1 port=\(port) dbname=\(database) user=postgres options='-c client_min_messages=error'"
    guard let handle = PQconnectdb(text) else { throw ServerFailure(text: "out of memory") }
    self.handle = handle
    guard PQstatus(handle) == CONNECTION_OK else {
      throw ServerFailure(text: String(cString: PQerrorMessage(handle)))
    }
  }

  deinit { PQfinish(handle) }

  /// Runs SQL; the last statement's rows as text.
  func run(_ statement: String) throws -> [[String]] {
    guard let result = PQexec(handle, statement) else { throw ServerFailure(text: "no result") }
    defer { PQclear(result) }
    let status = PQresultStatus(result)
    guard status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK else {
      throw ServerFailure(text: String(cString: PQresultErrorMessage(result)))
    }
    return (0..<PQntuples(result)).map { row in
      (0..<PQnfields(result)).map { String(cString: PQgetvalue(result, row, $0)) }
    }
  }
}
