import CPostgres
import Engine

/// The same search by hand: blocking libpq, one prepared statement, binary in and out, results read and thrown away.
final class PlainClient {
  private let connection: OpaquePointer

  init(port: Int, setup: String) {
    guard let connection = PQconnectdb("host=127.0.0.1 port=\(port) dbname=postgres user=postgres"),
      PQstatus(connection) == CONNECTION_OK
    else { fatalError("the plain client cannot connect") }
    self.connection = connection
    run(setup)
  }

  deinit { PQfinish(connection) }

  /// Runs SQL as text; the first value.
  @discardableResult func run(_ sql: String) -> String {
    guard let result = PQexec(connection, sql) else { fatalError("no result") }
    defer { PQclear(result) }
    let status = PQresultStatus(result)
    guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else {
      fatalError(String(cString: PQresultErrorMessage(result)))
    }
    return PQntuples(result) > 0 ? String(cString: PQgetvalue(result, 0, 0)) : ""
  }

  func prepareSearch(table: String, limit: Int) {
    let sql = """
      SELECT id, person, embedding <#> $1::halfvec FROM \(table) ORDER BY embedding <#> $1::halfvec LIMIT \(limit)
      """
    PQclear(PQprepare(connection, "search", sql, 0, nil))
  }

  /// - Parameter probe: a `halfvec` in binary.
  func search(_ probe: [UInt8]) -> Int {
    let rows = probe.withUnsafeBytes { raw in
      let values = [raw.baseAddress?.assumingMemoryBound(to: CChar.self)]
      return PQexecPrepared(connection, "search", 1, values, [Int32(raw.count)], [1], 1)
    }
    defer { PQclear(rows) }
    return Int(PQntuples(rows))
  }

  /// pgvector's binary form.
  static func halfVector(_ values: [Float]) -> [UInt8] {
    var bytes: [UInt8] = []
    for word in [UInt16(values.count), 0] + values.map({ Float16($0).bitPattern }) {
      bytes += [UInt8(word >> 8), UInt8(word & 0xFF)]
    }
    return bytes
  }
}
