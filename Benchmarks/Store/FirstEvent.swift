import Engine
import Synchronization

/// A log that keeps the first event of some names.
final class FirstEvent: EventLog {
  private struct Kept {
    var event: String?
    var fields = ""
  }
  private let names: Set<String>
  private let kept = Mutex(Kept())

  init(of names: Set<String>) { self.names = names }

  /// Its name, once it came.
  var event: String? { kept.withLock { $0.event } }
  /// Its numbers.
  var fields: String { kept.withLock { $0.fields } }

  func write(_ level: LogLevel, component: String, event: String, _ fields: [String: String]) {
    guard names.contains(event) else { return }
    let numbers = fields.filter { Int($0.value) != nil }.sorted { $0.key < $1.key }
    kept.withLock { kept in
      guard kept.event == nil else { return }
      kept = Kept(event: event, fields: numbers.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
    }
  }
}
