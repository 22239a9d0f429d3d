import CSQLite
import Foundation

/// One connection to the database, used by one thread only: it is not `Sendable`, and that thread makes it.
final class Connection {
  private let handle: OpaquePointer
  /// Statements by their SQL, which is always text of this program and so of a bounded number.
  private var statements: [String: OpaquePointer] = [:]

  /// Opens the file, making it (readable by its owner only) where it is missing.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - isReader: whether the connection refuses writes.
  init(path: String, isReader: Bool) throws {
    // SQLite would make the file readable by everyone whom the umask lets; its WAL takes the file's permissions. A file
    // that is there is not touched: closing any descriptor of it drops the locks of this process's other connections
    // (POSIX), and the next process to close the database would then take itself for the last and delete the WAL.
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 || errno == EEXIST else { throw StorageError.unavailable(SQLITE_CANTOPEN) }
    if descriptor >= 0 { Foundation.close(descriptor) }
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(path, &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      sqlite3_close_v2(handle)
      throw StorageError(code: code)
    }
    self.handle = handle
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, 10_000)
    // Some network file systems can't; readers would then block the writer.
    let mode = try first("PRAGMA journal_mode = WAL") { $0.text(0) }
    guard mode == "wal" else { throw StorageError.unavailable(SQLITE_IOERR) }
    try execute("PRAGMA synchronous = FULL")
    try execute("PRAGMA foreign_keys = ON")
    try execute("PRAGMA trusted_schema = OFF")
    // Deleted rows name people: their bytes are overwritten, not only unlinked.
    try execute("PRAGMA secure_delete = ON")
    if isReader { try execute("PRAGMA query_only = ON") }
  }

  deinit {
    for statement in statements.values { sqlite3_finalize(statement) }
    sqlite3_close_v2(handle)
  }

  /// Whether a transaction is open.
  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs one statement for its effect.
  ///
  /// - Returns: how many rows it inserted, changed or deleted.
  @discardableResult func execute(_ sql: String, _ values: SQLValue...) throws -> Int {
    try withStatement(sql, values) { statement in
      while try step(statement) {}
    }
    return Int(sqlite3_changes64(handle))
  }

  /// Runs several statements that take no values, as migrations do.
  func executeScript(_ sql: String) throws {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw StorageError(code: code) }
  }

  /// All rows of a query.
  func rows<Value>(_ sql: String, _ values: SQLValue..., map: (Row) throws -> Value) throws -> [Value] {
    try withStatement(sql, values) { statement in
      var result: [Value] = []
      while try step(statement) { result.append(try map(Row(statement: statement))) }
      return result
    }
  }

  /// The first row of a query, or nil. The statement runs to its end, since `RETURNING` takes effect only then.
  func first<Value>(_ sql: String, _ values: SQLValue..., map: (Row) throws -> Value) throws -> Value? {
    try withStatement(sql, values) { statement in
      var result: Value?
      while try step(statement) {
        if result == nil { result = try map(Row(statement: statement)) }
      }
      return result
    }
  }

  /// Runs `body` in a transaction: all of its changes count, or none where it throws.
  ///
  /// - Parameter isWriting: takes the write lock at once, so that the transaction can't fail half way for want of it.
  func transaction<Value>(isWriting: Bool, _ body: () throws -> Value) throws -> Value {
    try execute(isWriting ? "BEGIN IMMEDIATE" : "BEGIN")
    do {
      let value = try body()
      try execute("COMMIT")
      return value
    } catch {
      // SQLite has ended the transaction by itself after some errors.
      if isInTransaction { _ = try? execute("ROLLBACK") }
      throw error
    }
  }

  private func withStatement<Value>(
    _ sql: String, _ values: [SQLValue], _ body: (OpaquePointer) throws -> Value
  ) throws -> Value {
    let statement = try prepare(sql)
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    for (index, value) in values.enumerated() { try bind(value, to: Int32(index + 1), of: statement) }
    return try body(statement)
  }

  private func prepare(_ sql: String) throws -> OpaquePointer {
    if let statement = statements[sql] { return statement }
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement else { throw StorageError(code: code) }
    statements[sql] = statement
    return statement
  }

  private func bind(_ value: SQLValue, to index: Int32, of statement: OpaquePointer) throws {
    // SQLITE_TRANSIENT, a macro that Swift does not see: SQLite copies the bytes before the call returns.
    let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    let code: Int32
    switch value {
    case .null: code = sqlite3_bind_null(statement, index)
    case .integer(let number): code = sqlite3_bind_int64(statement, index, number)
    case .real(let number): code = sqlite3_bind_double(statement, index, number)
    case .text(var string):
      code = string.withUTF8 { utf8 in
        utf8.withMemoryRebound(to: CChar.self) {
          // A nil pointer would bind NULL; an empty string is a value.
          guard let start = $0.baseAddress else { return sqlite3_bind_text(statement, index, "", 0, copies) }
          return sqlite3_bind_text(statement, index, start, Int32(clamping: $0.count), copies)
        }
      }
    case .blob(let bytes):
      code = bytes.withUnsafeBytes {
        guard let start = $0.baseAddress, !$0.isEmpty else { return sqlite3_bind_zeroblob(statement, index, 0) }
        return sqlite3_bind_blob(statement, index, start, Int32(clamping: $0.count), copies)
      }
    }
    guard code == SQLITE_OK else { throw StorageError(code: code) }
  }

  /// Advances; false at the end.
  private func step(_ statement: OpaquePointer) throws -> Bool {
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw StorageError(code: code)
    }
  }
}

extension StorageError {
  /// The error for a result code of SQLite's, extended or not.
  init(code: Int32) {
    switch code {
    case uniqueConstraint, primaryKeyConstraint: self = .duplicate
    case foreignKeyConstraint: self = .notFound
    default:
      switch code & 0xFF {
      case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
      case SQLITE_FULL: self = .full
      case SQLITE_CORRUPT, SQLITE_NOTADB: self = .damaged
      case SQLITE_CONSTRAINT: self = .conflict
      default: self = .unavailable(code)
      }
    }
  }
}

// Composed macros that Swift does not see: SQLITE_CONSTRAINT | (n << 8).
private let foreignKeyConstraint = SQLITE_CONSTRAINT | (3 << 8)
private let primaryKeyConstraint = SQLITE_CONSTRAINT | (6 << 8)
private let uniqueConstraint = SQLITE_CONSTRAINT | (8 << 8)
