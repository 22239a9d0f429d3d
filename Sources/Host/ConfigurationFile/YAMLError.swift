/// What is wrong with a YAML text, and where.
struct YAMLError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Counts from 1.
  var line: Int
  /// Counts from 1.
  var column: Int
  var message: String

  var description: String { "line \(line), column \(column): \(message)" }
}
