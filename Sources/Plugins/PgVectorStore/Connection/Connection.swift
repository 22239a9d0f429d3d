import CPostgres
import Engine
import Glibc

/// One connection to the server, for one thread at a time. Calls wait without end for nothing: each has a deadline.
final class Connection {
  /// How much longer than the server's own time limit the store waits for an answer.
  static let graceMilliseconds = 1000
  /// Prepared statements kept before all are forgotten: each gallery has its own few.
  private static let statementCapacity = 1000

  private let handle: OpaquePointer
  /// Names of the prepared statements by their SQL.
  private var statements: [String: String] = [:]
  /// The longest wait for one answer; nil waits until `isAbandoned`.
  var patience: Duration?
  /// Asked four times a second where `patience` is nil: whether to give up waiting.
  var isAbandoned: () -> Bool = { false }

  /// Connects; blocks for `connect_timeout` at most (and for the resolver).
  init(_ parameters: ConnectionParameters, patience: Duration?) throws(DatabaseFailure) {
    guard let handle = parameters.withPointers({ PQconnectdbParams($0, $1, 0) }) else { throw .unreachable(.other) }
    guard PQstatus(handle) == CONNECTION_OK else {
      let problem = ConnectProblem(libpq: String(cString: PQerrorMessage(handle)))
      PQfinish(handle)
      throw .unreachable(problem)
    }
    PQsetNoticeProcessor(handle, { _, _ in }, nil)
    PQsetnonblocking(handle, 1)
    self.handle = handle
    self.patience = patience
  }

  deinit { PQfinish(handle) }

  // MARK: State

  /// Whether the connection can take a statement: nothing is under way and the server has not hung up.
  var isReady: Bool {
    guard PQtransactionStatus(handle) == PQTRANS_IDLE else { return false }
    var descriptor = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
    // The server says nothing unasked but that it goes, or that a setting has changed.
    if poll(&descriptor, 1, 0) > 0, PQconsumeInput(handle) == 0 { return false }
    return PQstatus(handle) == CONNECTION_OK
  }

  // MARK: Statements

  /// Runs SQL without parameters, several statements where wanted, in text format; only its success counts.
  func execute(_ sql: String) throws(DatabaseFailure) {
    let deadline = newDeadline()
    guard PQsendQuery(handle, sql) == 1 else { throw .lost }
    _ = try answer(until: deadline)
  }

  /// Runs one statement with parameters and answer in binary format, prepared at its first use.
  func query(_ sql: String, _ parameters: Parameters = Parameters()) throws(DatabaseFailure) -> Rows {
    let deadline = newDeadline()
    let name = try prepared(sql, until: deadline)
    let formats = [Int32](repeating: 1, count: parameters.ends.count)
    let isSent = parameters.withPointers { values, lengths in
      PQsendQueryPrepared(handle, name, Int32(values.count), values, lengths, formats, 1)
    }
    guard isSent == 1 else { throw .lost }
    guard let rows = try answer(until: deadline) else { throw .malformed }
    return rows
  }

  /// Runs `COPY … FROM STDIN BINARY`.
  func copy(_ sql: String, _ stream: CopyStream) throws(DatabaseFailure) {
    var stream = stream
    let deadline = newDeadline()
    guard PQsendQuery(handle, sql) == 1 else { throw .lost }
    _ = try answer(until: deadline)
    while let bytes = stream.next() {
      var isTaken: Int32 = 0
      while isTaken == 0 {
        isTaken = bytes.withUnsafeBytes { raw in
          PQputCopyData(handle, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count))
        }
        if isTaken == 0 { try flush(until: deadline) }
      }
      guard isTaken == 1 else { throw .lost }
    }
    while true {
      let isEnded = PQputCopyEnd(handle, nil)
      if isEnded == 1 { break }
      guard isEnded == 0 else { throw .lost }
      try flush(until: deadline)
    }
    _ = try answer(until: deadline)
  }

  /// Runs `body` between BEGIN and COMMIT; undoes everything where it throws.
  func transaction<Value>(_ body: () throws -> Value) throws -> Value {
    try execute("BEGIN")
    let value: Value
    do {
      value = try body()
    } catch {
      // Where this fails too the connection is not ready any more, and is not used again.
      try? execute("ROLLBACK")
      throw error
    }
    try execute("COMMIT")
    return value
  }

  /// Runs `body` with another patience.
  func patiently<Value>(_ patience: Duration, _ body: () throws -> Value) rethrows -> Value {
    let usual = self.patience
    defer { self.patience = usual }
    self.patience = patience
    return try body()
  }

  // MARK: Waiting

  private func prepared(_ sql: String, until deadline: ContinuousClock.Instant?) throws(DatabaseFailure) -> String {
    if let name = statements[sql] { return name }
    if statements.count >= Self.statementCapacity {
      guard PQsendQuery(handle, "DEALLOCATE ALL") == 1 else { throw .lost }
      _ = try answer(until: deadline)
      statements.removeAll()
    }
    let name = "s\(statements.count)"
    guard PQsendPrepare(handle, name, sql, 0, nil) == 1 else { throw .lost }
    _ = try answer(until: deadline)
    statements[sql] = name
    return name
  }

  /// Waits for the whole answer to what was sent.
  ///
  /// - Returns: the last rows; nil where the server waits for the data of a COPY.
  private func answer(until deadline: ContinuousClock.Instant?) throws(DatabaseFailure) -> Rows? {
    try flush(until: deadline)
    var last: OpaquePointer?
    var failure: DatabaseFailure?
    while true {
      while PQisBusy(handle) == 1 {
        do { try wait(POLLIN, until: deadline) } catch {
          PQclear(last)
          throw error
        }
        if PQconsumeInput(handle) == 0 { failure = .lost }
        if failure == .lost { break }
      }
      guard failure != .lost, let result = PQgetResult(handle) else { break }
      PQclear(last)
      last = result
      let status = PQresultStatus(result)
      if status == PGRES_COPY_IN { break }
      if status != PGRES_COMMAND_OK, status != PGRES_TUPLES_OK, failure == nil {
        failure = Self.failure(of: result, isConnected: PQstatus(handle) == CONNECTION_OK)
      }
    }
    if let failure {
      PQclear(last)
      throw failure
    }
    guard let last else { throw .lost }
    guard PQresultStatus(last) != PGRES_COPY_IN else {
      PQclear(last)
      return nil
    }
    return Rows(last)
  }

  private static func failure(of result: OpaquePointer, isConnected: Bool) -> DatabaseFailure {
    // Without a state the words are libpq's own: the connection is gone.
    guard isConnected, let field = PQresultErrorField(result, Int32(UInt8(ascii: "C"))) else { return .lost }
    let state = SQLState(code: String(cString: field))
    return state.endsConnection ? .lost : .refused(state)
  }

  private func flush(until deadline: ContinuousClock.Instant?) throws(DatabaseFailure) {
    while true {
      let left = PQflush(handle)
      if left == 0 { return }
      guard left == 1 else { throw .lost }
      // The server may have to say something before it takes more.
      try wait(POLLIN | POLLOUT, until: deadline)
      guard PQconsumeInput(handle) == 1 else { throw .lost }
    }
  }

  private func newDeadline() -> ContinuousClock.Instant? { patience.map { ContinuousClock.now + $0 } }

  private func wait(_ events: Int32, until deadline: ContinuousClock.Instant?) throws(DatabaseFailure) {
    var descriptor = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
    while true {
      var milliseconds: Int32 = 250
      if let deadline {
        let left = deadline - .now
        guard left > .zero else { throw .timedOut }
        milliseconds = Int32(min(60_000, left / .milliseconds(1) + 1))
      } else if isAbandoned() {
        throw .lost
      }
      let ready = poll(&descriptor, 1, milliseconds)
      if ready > 0 { return }
      if ready < 0, errno != EINTR { throw .lost }
    }
  }
}
