import CSQLite

/// The current row of a statement; valid only until the statement's next step. Columns count from 0.
struct Row {
  let statement: OpaquePointer

  /// Whether the column holds NULL.
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

  /// A text; empty for NULL.
  func text(_ column: Int32) -> String {
    guard let bytes = sqlite3_column_text(statement, column) else { return "" }
    return String(
      decoding: UnsafeBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(statement, column))), as: UTF8.self)
  }

  /// A text, or nil for NULL.
  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  /// A whole number; 0 for NULL.
  func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

  /// A number; 0 for NULL.
  func real(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }

  /// Bytes; none for NULL.
  func blob(_ column: Int32) -> [UInt8] {
    guard let bytes = sqlite3_column_blob(statement, column) else { return [] }
    return [UInt8](UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(statement, column))))
  }

  /// A moment; the epoch for NULL.
  func time(_ column: Int32) -> Timestamp { Timestamp(milliseconds: sqlite3_column_int64(statement, column)) }

  /// A moment, or nil for NULL.
  func optionalTime(_ column: Int32) -> Timestamp? { isNull(column) ? nil : time(column) }

  /// A value of a text enumeration.
  ///
  /// - Throws: `StorageError.damaged` where the text is none of its values.
  func choice<Value: RawRepresentable<String>>(_ column: Int32, _: Value.Type = Value.self) throws -> Value {
    guard let value = Value(rawValue: text(column)) else { throw StorageError.damaged }
    return value
  }
}
