import Engine

/// The settings of `store.pgvector`.
public struct PgVectorSettings: ComponentSettings, Hashable {
  /// `host` (string, optional, default: 127.0.0.1): name or address of the server, or the folder of its Unix socket.
  public var host = "127.0.0.1"
  /// `port` (int, optional, default: 5432).
  public var port = 5432
  /// `database` (string, optional, default: kenali).
  public var database = "kenali"
  /// `user` (string, optional, default: kenali): the role that the host logs in as.
  public var user = "kenali"
  /// `password_file` or `password_env` (string, optional, one of them): a file whose first line is the password, or the
  /// name of an environment variable that holds it. The configuration itself never holds it.
  public var password = PasswordSource.none
  /// `tls` (verify-full or disable; default: disable for a server on this machine, else verify-full).
  public var tls = TLSMode.disable
  /// `ca_file` (string, optional, default: Debian's authorities): PEM file of the authorities that `verify-full` trusts.
  public var caFile = Self.systemAuthorities
  /// `schema` (string, optional, default: kenali): the PostgreSQL schema that holds the store's tables.
  public var schema = "kenali"
  /// `connections` (int, optional, default: 4): connections for calls. One more serves indices.
  public var connections = 4
  /// `connect_timeout_s` (int, optional, default: 5): seconds until an attempt to connect is given up.
  public var connectTimeoutSeconds = 5
  /// `statement_timeout_ms` (int, optional, default: 5000): after this the server ends a statement; a second later the
  /// store gives up on a server that does not answer at all.
  public var statementTimeoutMilliseconds = 5000
  /// `hnsw_from` (int, optional, default: 4000): faces from which a gallery gets an HNSW index. Below half as many it
  /// is dropped again; without it searches are exact.
  public var hnswFrom = 4000
  /// `ef_search` (int, optional, default: 100): candidates that a search through an index keeps. More find more, slower.
  public var efSearch = 100
  /// `index_memory_mb` (int, optional, default: 256): memory that the server may take to build one index.
  public var indexMemoryMB = 256

  /// The default settings.
  public init() {}

  public init(from reader: inout SettingsReader) {
    host = reader.string("host", default: host, expected: "a host's name or address, or an absolute path") {
      !$0.isEmpty && $0.utf8.allSatisfy { $0 > 32 && $0 != 44 }
    }
    port = reader.integer("port", default: port, in: 1...65_535)
    database = reader.string("database", default: database, expected: "a name of 1 to 63 bytes", where: Self.isName)
    user = reader.string("user", default: user, expected: "a name of 1 to 63 bytes", where: Self.isName)
    password = Self.password(from: &reader)
    let standard = TLSMode.standard(forHost: host)
    let chosen = reader.choice("tls", default: standard.rawValue, of: TLSMode.allCases.map(\.rawValue))
    tls = TLSMode(rawValue: chosen) ?? standard
    caFile = reader.string("ca_file", default: caFile, expected: "an absolute path") { $0.hasPrefix("/") }
    schema = reader.string(
      "schema", default: schema, expected: "1 to 63 of a-z, 0-9 and _, not beginning with a digit or pg_",
      where: Self.isSchemaName)
    connections = reader.integer("connections", default: connections, in: 1...64)
    // libpq raises one second to two.
    connectTimeoutSeconds = reader.integer("connect_timeout_s", default: connectTimeoutSeconds, in: 2...60)
    statementTimeoutMilliseconds = reader.integer(
      "statement_timeout_ms", default: statementTimeoutMilliseconds, in: 100...600_000)
    hnswFrom = reader.integer("hnsw_from", default: hnswFrom, in: 100...1_000_000_000)
    efSearch = reader.integer("ef_search", default: efSearch, in: 10...1000)
    indexMemoryMB = reader.integer("index_memory_mb", default: indexMemoryMB, in: 16...65_536)
  }

  static let systemAuthorities = "/etc/ssl/certs/ca-certificates.crt"

  private static func password(from reader: inout SettingsReader) -> PasswordSource {
    let file = reader.optionalString("password_file", expected: "an absolute path") { $0.hasPrefix("/") }
    let variable = reader.optionalString("password_env", expected: "the name of an environment variable") {
      !$0.isEmpty && $0.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != 61 }
    }
    if file != nil, variable != nil { reader.report("password_env", "password_file is set too; keep one of them") }
    if let file { return .file(file) }
    return variable.map { .environment($0) } ?? .none
  }

  private static func isName(_ name: String) -> Bool { (1...63).contains(name.utf8.count) && !name.utf8.contains(0) }

  /// So narrow that the name needs no quoting.
  private static func isSchemaName(_ name: String) -> Bool {
    isName(name) && !name.hasPrefix("pg_") && !(48...57).contains(name.utf8.first ?? 48)
      && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
  }
}
