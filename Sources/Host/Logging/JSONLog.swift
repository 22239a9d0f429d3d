import Engine
import Foundation
import Synchronization

/// Writes log lines as JSON objects, one a line, with the documented keys: `timestamp`, `level`, `service`,
/// `component`, `event` and the event's own fields.
final class JSONLog: EventLog {
  /// Fields that the documents show as numbers; components hand over text.
  private static let numbers: Set = ["confidence", "count", "processing_time", "quality_score", "status"]

  private let minimum: Int
  private let output: Mutex<FileHandle>

  /// A log that leaves out lines below `level`; it writes to standard error, because standard output is for answers.
  init(level: LogLevel, output: FileHandle = .standardError) {
    self.minimum = Self.rank(level)
    self.output = Mutex(output)
  }

  func write(_ level: LogLevel, component: String, event: String, _ fields: [String: String]) {
    guard Self.rank(level) >= minimum else { return }
    var members: [JSONValue.Member] = [
      .init(name: "timestamp", value: .string(Timestamp.now.description)),
      .init(name: "level", value: .string(level.rawValue)),
      .init(name: "service", value: "face_recognition"),
      .init(name: "component", value: .string(component)),
      .init(name: "event", value: .string(event)),
    ]
    members += fields.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: Self.value($0.value, of: $0.key)) }
    let line = Data(JSONValue.object(members).bytes + [0x0A])
    // A full disk or a closed pipe must not take the server down.
    output.withLock { try? $0.write(contentsOf: line) }
  }

  private static func value(_ text: String, of field: String) -> JSONValue {
    guard numbers.contains(field) else { return .string(text) }
    if let integer = Int(text) { return .integer(integer) }
    if let number = Double(text), number.isFinite { return .number(number) }
    return .string(text)
  }

  private static func rank(_ level: LogLevel) -> Int { LogLevel.allCases.firstIndex(of: level) ?? 0 }
}
