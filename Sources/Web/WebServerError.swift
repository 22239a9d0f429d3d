/// Why a server could not start.
public enum WebServerError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A value of the configuration is out of range, or the host is not an IP address.
  case invalidConfiguration(String)
  /// The address cannot be bound: it is in use, not this machine's, or not permitted.
  case bindFailed(String)
  /// The certificate or the key cannot be read, or they do not belong together.
  case tlsFailed(String)
  /// The system refused something else (threads, memory).
  case startFailed(String)

  public var description: String {
    switch self {
    case .invalidConfiguration(let text): "invalid web server configuration: \(text)"
    case .bindFailed(let text): "cannot listen: \(text)"
    case .tlsFailed(let text): "cannot set up TLS: \(text)"
    case .startFailed(let text): "cannot start the web server: \(text)"
    }
  }
}
