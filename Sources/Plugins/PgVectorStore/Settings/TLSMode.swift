/// How the connection is protected.
public enum TLSMode: String, Sendable, CaseIterable {
  /// Encrypted; the server's certificate must be of a known authority and carry the host's name.
  case verifyFull = "verify-full"
  /// Not encrypted: for a server on this machine or an otherwise protected network.
  case disable

  /// What holds where nothing is set: no TLS for a server on this machine, `verify-full` for all others.
  static func standard(forHost host: String) -> TLSMode {
    host.hasPrefix("/") || host == "localhost" || host == "::1" || host.hasPrefix("127.") ? .disable : .verifyFull
  }
}
