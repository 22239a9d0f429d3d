import CPostgres

/// The rows of an answer, in binary format.
final class Rows {
  private let result: OpaquePointer
  /// How many rows.
  let count: Int

  /// Takes a libpq result over.
  init(_ result: OpaquePointer) {
    self.result = result
    count = Int(PQntuples(result))
  }

  deinit { PQclear(result) }

  /// How many rows the statement touched.
  var touched: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

  /// The bytes of one value, valid as long as the rows.
  func bytes(_ row: Int, _ column: Int32) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: PQgetvalue(result, Int32(row), column), count: Int(PQgetlength(result, Int32(row), column)))
  }

  /// Whether a value is SQL's null.
  func isNull(_ row: Int, _ column: Int32) -> Bool { PQgetisnull(result, Int32(row), column) == 1 }

  /// A value as text: `text`, or a `bytea` that holds UTF-8.
  func text(_ row: Int, _ column: Int32) -> String { String(decoding: bytes(row, column), as: UTF8.self) }

  /// An `int`.
  func int(_ row: Int, _ column: Int32) throws(DatabaseFailure) -> Int32 { try number(row, column) }

  /// A `bigint`.
  func bigint(_ row: Int, _ column: Int32) throws(DatabaseFailure) -> Int { Int(try number(row, column) as Int64) }

  /// A `float8`.
  func double(_ row: Int, _ column: Int32) throws(DatabaseFailure) -> Double {
    Double(bitPattern: try number(row, column))
  }

  /// A `boolean`.
  func bool(_ row: Int, _ column: Int32) throws(DatabaseFailure) -> Bool { (try number(row, column) as UInt8) != 0 }

  private func number<Number: FixedWidthInteger>(_ row: Int, _ column: Int32) throws(DatabaseFailure) -> Number {
    guard row < count, let number = bytes(row, column).bigEndian(Number.self) else { throw .malformed }
    return number
  }
}
