import Engine

/// What libpq needs to connect.
struct ConnectionParameters: Sendable {
  /// libpq's keywords and their values. libpq takes what is not here from the environment (`PGPASSWORD`, `PGOPTIONS`…), so
  /// whatever matters is.
  let keywords: [(name: String, value: String)]

  /// From settings; reads the password.
  ///
  /// - Throws: `ComponentError` where the password can't be read.
  init(_ settings: PgVectorSettings) throws(ComponentError) {
    let password = try settings.password.password()
    // The kernel gives up on a peer that acknowledges nothing; a peer that acknowledges and does not answer is for the
    // deadlines of `Connection`.
    let silence = settings.statementTimeoutMilliseconds + Connection.graceMilliseconds
    var keywords: [(name: String, value: String)] = [
      ("host", settings.host), ("port", String(settings.port)), ("dbname", settings.database),
      ("user", settings.user), ("connect_timeout", String(settings.connectTimeoutSeconds)),
      ("sslmode", settings.tls.rawValue), ("gssencmode", "disable"), ("client_encoding", "UTF8"),
      ("application_name", "kenali"), ("target_session_attrs", "read-write"), ("passfile", "/dev/null/none"),
      ("keepalives", "1"), ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
      ("tcp_user_timeout", String(silence)), ("options", "-c client_min_messages=error"),
    ]
    if settings.tls == .verifyFull {
      keywords += [("sslrootcert", settings.caFile), ("ssl_min_protocol_version", "TLSv1.2")]
    }
    if let password { keywords.append(("password", password)) }
    self.keywords = keywords
  }

  /// Calls `body` with the two null-terminated arrays that libpq takes.
  func withPointers<Result>(
    _ body: ([UnsafePointer<CChar>?], [UnsafePointer<CChar>?]) throws -> Result
  ) rethrows -> Result {
    var text: [CChar] = []
    var starts: [Int] = []
    for keyword in keywords {
      for string in [keyword.name, keyword.value] {
        starts.append(text.count)
        text += string.utf8CString
      }
    }
    return try text.withUnsafeBufferPointer { buffer in
      let pointers = starts.map { buffer.baseAddress?.advanced(by: $0) }
      let names = stride(from: 0, to: pointers.count, by: 2).map { pointers[$0] }
      let values = stride(from: 1, to: pointers.count, by: 2).map { pointers[$0] }
      return try body(names + [nil], values + [nil])
    }
  }
}
