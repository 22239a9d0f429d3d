import Engine

/// A command's arguments, taken apart: `--name value`, `--flag` and plain words.
struct Arguments {
  /// What a command accepts.
  struct Specification {
    /// Options with a value, without the dashes.
    var options: Set<String> = []
    /// Options that may be given several times, without the dashes.
    var repeated: Set<String> = []
    /// Options without a value, without the dashes.
    var flags: Set<String> = []
    /// How many plain words, and what they are.
    var words: [String] = []
  }

  private(set) var options: [String: [String]] = [:]
  private(set) var flags: Set<String> = []
  private(set) var words: [String] = []

  /// - Throws: `UsageError` naming what is wrong and what is valid.
  init(_ arguments: [String], _ specification: Specification) throws {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--") else {
        words.append(argument)
        continue
      }
      var name = String(argument.dropFirst(2))
      var value: String?
      if let equals = name.firstIndex(of: "=") {
        value = String(name[name.index(after: equals)...])
        name = String(name[..<equals])
      }
      if specification.flags.contains(name) {
        guard value == nil else { throw UsageError("--\(name) takes no value") }
        flags.insert(name)
      } else if specification.options.union(specification.repeated).contains(name) {
        guard let given = value ?? rest.popFirst() else { throw UsageError("--\(name) needs a value") }
        if options[name] != nil, !specification.repeated.contains(name) {
          throw UsageError("--\(name) is given twice")
        }
        options[name, default: []].append(given)
      } else {
        let valid = specification.options.union(specification.repeated).union(specification.flags).sorted()
        throw UsageError(
          "unknown option --\(name)"
            + (valid.isEmpty ? "" : "; valid options: \(valid.map { "--\($0)" }.joined(separator: ", "))"))
      }
    }
    guard words.count == specification.words.count else {
      let wanted = specification.words.map { "<\($0)>" }.joined(separator: " ")
      throw UsageError(wanted.isEmpty ? "unexpected argument '\(words.first ?? "")'" : "expected: \(wanted)")
    }
  }

  /// The value of an option.
  subscript(name: String) -> String? { options[name]?.first }

  /// Every value of a repeated option.
  func all(_ name: String) -> [String] { options[name] ?? [] }

  /// The values of a repeated option that sets something: `path=value`, the path's keys joined by dots, the value typed
  /// as in the environment.
  ///
  /// - Throws: `UsageError`.
  func assignments(_ name: String) throws -> [(path: [String], value: ConfigurationValue)] {
    try all(name).map { assignment in
      guard let equals = assignment.firstIndex(of: "=") else { throw UsageError("--\(name) takes path=value") }
      let path = assignment[..<equals].split(separator: ".").map(String.init)
      let text = String(assignment[assignment.index(after: equals)...])
      guard let value = EnvironmentOverrides.value(of: text) else {
        throw UsageError("'\(text)' is no value: too large a number, or a list that does not end")
      }
      return (path, value)
    }
  }
}

/// A command line that makes no sense.
struct UsageError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
