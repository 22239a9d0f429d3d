/// A configuration document as a tree, whatever its syntax was. Maps keep their order.
@frozen public indirect enum ConfigurationValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case list([ConfigurationValue])
  case map([Entry])

  /// One key of a map.
  public struct Entry: Sendable, Hashable {
    public var key: String
    public var value: ConfigurationValue
    public init(_ key: String, _ value: ConfigurationValue) {
      self.key = key
      self.value = value
    }
  }

  /// The value of a map's key; of two equal keys, the last one's.
  public subscript(key: String) -> ConfigurationValue? {
    guard case .map(let entries) = self else { return nil }
    return entries.last { $0.key == key }?.value
  }

  /// What the value is, for error messages.
  public var kind: String {
    switch self {
    case .null: "nothing"
    case .bool: "a boolean"
    case .integer: "an integer"
    case .number: "a number"
    case .string: "a string"
    case .list: "a list"
    case .map: "a section"
    }
  }

  /// Sets the value at a path of keys, making sections on the way; used for environment overrides.
  public mutating func set(_ path: some Collection<String>, to value: ConfigurationValue) {
    guard let key = path.first else {
      self = value
      return
    }
    var entries: [Entry] = if case .map(let existing) = self { existing } else { [] }
    let rest = path.dropFirst()
    // The last of two equal keys is the one that readers take.
    if let index = entries.lastIndex(where: { $0.key == key }) {
      entries[index].value.set(rest, to: value)
    } else {
      var child = ConfigurationValue.map([])
      child.set(rest, to: value)
      entries.append(Entry(key, child))
    }
    self = .map(entries)
  }
}

/// One thing that is wrong in a configuration.
public struct ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
  /// Where: keys joined by dots, e.g. `server.port`.
  public var path: String
  /// What is wrong and which values are valid.
  public var message: String

  /// A problem.
  public init(path: String, message: String) {
    self.path = path
    self.message = message
  }

  public var description: String { "\(path): \(message)" }
}

/// Everything that is wrong in a configuration.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The problems, in the order they were found: by section, double keys first, unknown keys last.
  public let problems: [ConfigurationProblem]

  /// An error of at least one problem.
  public init(_ problems: [ConfigurationProblem]) { self.problems = problems }

  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
