import Testing

@testable import PgVectorStore

@Suite struct ConnectProblemTests {
  /// As libpq 15 and PostgreSQL 18 say it.
  @Test(arguments: [
    ("connection to server at \"127.0.0.1\", port 1 failed: Connection refused", ConnectProblem.refused),
    ("connection to server at \"h\" (10.0.0.1), port 5432 failed: timeout expired", .timedOut),
    ("could not translate host name \"h\" to address: Name or service not known", .unknownHost),
    ("connection to server at \"h\", port 1 failed: server does not support SSL, but SSL was required", .noTLS),
    ("connection to server at \"h\", port 1 failed: SSL error: certificate verify failed", .untrustedCertificate),
    ("server certificate for \"a\" does not match host name \"b\"", .wrongHostName),
    ("root certificate file \"/x\" does not exist", .missingAuthorities),
    ("connection to server at \"h\", port 1 failed: fe_sendauth: no password supplied", .noPassword),
    ("FATAL:  password authentication failed for user \"u\"", .badPassword),
    ("FATAL:  role \"u\" does not exist", .noRole), ("FATAL:  database \"d\" does not exist", .noDatabase),
    ("FATAL:  no pg_hba.conf entry for host \"10.0.0.1\", user \"u\", database \"d\", no encryption", .notAllowed),
    ("FATAL:  sorry, too many clients already", .tooManyConnections),
    ("FATAL:  the database system is starting up", .notReady), ("session is read-only", .readOnly),
    ("something else", .other),
  ])
  func wordsOfLibpqAreUnderstood(text: String, expected: ConnectProblem) {
    #expect(ConnectProblem(libpq: text) == expected)
  }

  @Test func everyProblemSaysWhatToDo() {
    let texts = ConnectProblem.allCases.map(\.advice)
    #expect(Set(texts).count >= texts.count - 1)
    #expect(texts.allSatisfy { !$0.isEmpty })
  }
}
