import Engine

/// The settings of `store.chroma`.
public struct ChromaSettings: ComponentSettings {
  /// `url` (string, default: `http://127.0.0.1:8000`): the server, without a path. `https` checks its certificate.
  public var url: String
  /// `tenant` (string, default: `default_tenant`): Chroma's own tenant, which has all of Kenali's.
  public var tenant: String
  /// `database` (string, default: `default_database`): of Chroma's tenant.
  public var database: String
  /// `token` (string): sent as `X-Chroma-Token`; by the environment rather than by the file.
  public var token: String?
  /// `timeout_ms` (int, default: 10000, 100–600000): how long one request may take.
  public var timeoutMS: Int
  /// `connections` (int, default: 4, 1–64): requests at a time, each on a thread of its own.
  public var connections: Int

  /// Settings; all parameters as the properties of the same names.
  public init(
    url: String = "http://127.0.0.1:8000", tenant: String = "default_tenant", database: String = "default_database",
    token: String? = nil, timeoutMS: Int = 10_000, connections: Int = 4
  ) {
    self.url = url
    self.tenant = tenant
    self.database = database
    self.token = token
    self.timeoutMS = timeoutMS
    self.connections = connections
  }

  public init(from reader: inout SettingsReader) {
    let standard = ChromaSettings()
    url = reader.string(
      "url", default: standard.url, expected: "http:// or https:// and a server, without a path", where: Self.isServer)
    tenant = reader.string("tenant", default: standard.tenant, expected: Self.nameRule, where: Self.isName)
    database = reader.string("database", default: standard.database, expected: Self.nameRule, where: Self.isName)
    token = reader.secret("token")
    timeoutMS = reader.integer("timeout_ms", default: standard.timeoutMS, in: 100...600_000)
    connections = reader.integer("connections", default: standard.connections, in: 1...64)
    if token?.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) == false {
      reader.report("token", "must be printable ASCII without spaces")
    }
  }

  private static let nameRule = "letters, digits, '.', '_' and '-'"

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy(isNameByte)
  }

  private static func isServer(_ text: String) -> Bool {
    for scheme in ["http://", "https://"] where text.hasPrefix(scheme) {
      let server = text.utf8.dropFirst(scheme.utf8.count)
      // Colons and brackets: a port, an IPv6 address.
      return !server.isEmpty && server.allSatisfy { isNameByte($0) || [58, 91, 93].contains($0) }
    }
    return false
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...122).contains(byte | 0x20) || [45, 46, 95].contains(byte)
  }
}
