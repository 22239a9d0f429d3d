import Engine
import Synchronization

/// A log that keeps its lines for a test to read.
final class RecordedLog: EventLog {
  struct Line: Sendable, Hashable {
    var level: LogLevel
    var component: String
    var event: String
    var fields: [String: String]
  }

  private let kept = Mutex<[Line]>([])

  var lines: [Line] { kept.withLock { $0 } }

  func write(_ level: LogLevel, component: String, event: String, _ fields: [String: String]) {
    kept.withLock { $0.append(Line(level: level, component: component, event: event, fields: fields)) }
  }
}
