import Engine

/// Settings given by environment variables: `KENALI__SERVER__PORT=9000` sets `server.port`.
///
/// Two underscores separate keys, which are lower-cased. Values are typed as YAML's plain scalars are (`9000` is a
/// number, `true` a boolean, nothing at all is null); in single or double quotes a value is a string as it stands
/// between them, and in brackets it is a list as YAML writes it: `[liveness.blink, liveness.temporal]`.
enum EnvironmentOverrides {
  /// What the names of these variables begin with.
  static let prefix = "KENALI__"

  /// The settings that an environment gives, in the order of their names.
  ///
  /// - Returns: paths with values, and what is wrong with the variables. Problems name variables, never values.
  static func read(
    _ environment: [String: String]
  ) -> (settings: [(path: [String], value: ConfigurationValue)], problems: [ConfigurationProblem]) {
    var settings: [(path: [String], value: ConfigurationValue)] = []
    var problems: [ConfigurationProblem] = []
    for (name, text) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix(prefix) {
      let path = name.dropFirst(prefix.count).lowercased().split(separator: "__", omittingEmptySubsequences: false)
        .map(String.init)
      guard path.allSatisfy({ !$0.isEmpty && !$0.hasPrefix("_") }) else {
        problems.append(.init(path: name, message: "must be \(prefix) and keys separated by two underscores"))
        continue
      }
      guard let value = value(of: text) else {
        problems.append(.init(path: name, message: "is no value: too large a number, or a list that does not end"))
        continue
      }
      // A setting and a section of the same name would hide each other.
      if settings.contains(where: { $0.path.starts(with: path) || path.starts(with: $0.path) }) {
        problems.append(.init(path: name, message: "another variable sets this or a part of it"))
        continue
      }
      settings.append((path, value))
    }
    return (settings, problems)
  }

  /// The value of a text by the rules above; nil for a whole number beyond 64 bits or a list that is none.
  static func value(of text: String) -> ConfigurationValue? {
    if text.utf8.count >= 2, let first = text.first, first == text.last, first == "\"" || first == "'" {
      return .string(String(text.dropFirst().dropLast()))
    }
    if text.hasPrefix("[") {
      guard let list = try? YAMLDocument.parse(text), case .list = list else { return nil }
      return list
    }
    return YAMLScalar.value(ofPlain: text)
  }
}
