/// How grave a log line is.
public enum LogLevel: String, Sendable, CaseIterable {
  case debug = "DEBUG"
  case info = "INFO"
  case warning = "WARNING"
  case error = "ERROR"
}

/// Where components write structured log lines. Values never hold credentials, embeddings or images.
public protocol EventLog: Sendable {
  /// Writes one line: a short event name (`face_enrolled`) and its fields.
  func write(_ level: LogLevel, component: String, event: String, _ fields: [String: String])
}

/// Drops every line: for tests and tools.
public struct SilentLog: EventLog {
  /// A log that says nothing.
  public init() {}
  public func write(_ level: LogLevel, component: String, event: String, _ fields: [String: String]) {}
}
