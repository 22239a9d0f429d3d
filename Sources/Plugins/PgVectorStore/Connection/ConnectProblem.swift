/// Why a connection could not be made, as far as the operator can do something about it.
enum ConnectProblem: Sendable, Hashable, CaseIterable {
  case refused, timedOut, unknownHost
  case noTLS, untrustedCertificate, wrongHostName, missingAuthorities
  case noPassword, badPassword, noRole, noDatabase, notAllowed
  case tooManyConnections, notReady, readOnly, incompatible, other

  /// Reads libpq's words. They name hosts, roles and files, and are not kept.
  init(libpq text: String) {
    self = Self.signs.first { sign in sign.words.contains { text.contains($0) } }?.problem ?? .other
  }

  /// In this order: a certificate's failure, say, also speaks of the connection.
  private static let signs: [(problem: ConnectProblem, words: [String])] = [
    (.wrongHostName, ["does not match host name"]),
    (.untrustedCertificate, ["certificate verify failed"]),
    (.missingAuthorities, ["root certificate file"]),
    (.noTLS, ["server does not support SSL"]),
    (.noPassword, ["no password supplied"]),
    (.badPassword, ["authentication failed"]),
    (.notAllowed, ["no pg_hba.conf entry"]),
    (.noRole, ["role \""]),
    (.noDatabase, ["database \""]),
    (.tooManyConnections, ["too many clients", "connection slots", "too many connections"]),
    (.notReady, ["starting up", "shutting down", "in recovery mode", "not yet accepting"]),
    (.readOnly, ["session is read-only"]),
    (.unknownHost, ["translate host name"]),
    (.timedOut, ["timeout expired", "timed out"]),
    (.refused, ["Connection refused", "No such file or directory"]),
  ]

  /// What to do.
  var advice: String {
    switch self {
    case .refused: "nothing listens where PostgreSQL is expected: see that it runs and that host and port are right"
    case .timedOut: "PostgreSQL does not answer: see that it runs and that no firewall is between"
    case .unknownHost: "PostgreSQL's host has no address: see that host is right and that names are resolved"
    case .noTLS: "PostgreSQL offers no TLS: turn ssl on there; tls: disable is for protected networks only"
    case .untrustedCertificate:
      "PostgreSQL's certificate is of no authority in ca_file, or has expired: name the authority that signed it"
    case .wrongHostName: "PostgreSQL's certificate is for another name: host must be the name in the certificate"
    case .missingAuthorities: "the file that ca_file names is not there or holds no certificate"
    case .noPassword: "PostgreSQL wants a password: set password_file or password_env"
    case .badPassword: "PostgreSQL refuses the user or password: see user and password_file or password_env"
    case .noRole: "PostgreSQL does not know the user, or does not let it log in: create the role with LOGIN"
    case .noDatabase: "PostgreSQL has no such database: create it for the user (docs/pgvector.md)"
    case .notAllowed: "PostgreSQL's pg_hba.conf does not admit this host, user, database or encryption"
    case .tooManyConnections: "PostgreSQL is out of connections: raise max_connections, or lower connections"
    case .notReady: "PostgreSQL is starting, stopping or recovering"
    case .readOnly: "PostgreSQL is read-only: connect to the primary server, not to a standby"
    case .incompatible: "PostgreSQL has no usable pgvector any more: see that the extension is installed"
    case .other: "PostgreSQL cannot be reached: see its log and the settings of store.pgvector"
    }
  }
}
