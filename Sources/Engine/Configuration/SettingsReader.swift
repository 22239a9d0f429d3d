/// Reads typed settings out of a configuration section, strictly.
///
/// Every problem is collected rather than thrown: a wrong type, a value out of range (with the valid ones), an unknown
/// key (with the known ones). A setting with a problem takes its default (an optional one is then not set), so that
/// reading goes on and the next problem is found too. `effective` holds what counts in the end, defaults included.
public struct SettingsReader: Sendable {
  /// The section's path from the document's root, keys joined by dots; empty for the root.
  public let path: String
  /// What was found wrong so far.
  public private(set) var problems: [ConfigurationProblem] = []
  private var entries: [ConfigurationValue.Entry] = []
  private var known: [String] = []
  private var unknown: Set<String> = []
  private var effectiveEntries: [ConfigurationValue.Entry] = []

  /// Reads `value`, which must be a section (or nothing, which is an empty one).
  public init(_ value: ConfigurationValue, path: String = "") {
    self.path = path
    switch value {
    case .map(let entries):
      self.entries = entries
      var seen = Set<String>()
      for entry in entries where !seen.insert(entry.key).inserted {
        report(entry.key, "appears twice; keep one")
      }
    case .null: break
    default:
      problems.append(
        ConfigurationProblem(path: path.isEmpty ? "(document)" : path, message: "must be a section, not \(value.kind)"))
    }
  }

  /// The settings with every default filled in.
  public var effective: ConfigurationValue { .map(effectiveEntries) }

  /// A whole number in `range`.
  public mutating func integer(_ key: String, default fallback: Int, in range: ClosedRange<Int>) -> Int {
    take(key, fallback: fallback, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)") { value in
      guard case .integer(let number) = value, range.contains(number) else { return nil }
      return (number, .integer(number))
    } orElse: {
      .integer(fallback)
    }
  }

  /// A number in `range`.
  public mutating func number(_ key: String, default fallback: Double, in range: ClosedRange<Double>) -> Double {
    take(key, fallback: fallback, expected: Self.expected(range)) { value in
      Self.decodeNumber(value, in: range).map { ($0, .number($0)) }
    } orElse: {
      .number(fallback)
    }
  }

  /// A number in `range`, or nil where the key is absent or null.
  public mutating func optionalNumber(_ key: String, in range: ClosedRange<Double>) -> Double? {
    guard isSet(key) else { return nil }
    return take(key, fallback: nil, expected: Self.expected(range)) { value in
      Self.decodeNumber(value, in: range).map { ($0, .number($0)) }
    } orElse: {
      nil
    }
  }

  /// `true` or `false`.
  public mutating func boolean(_ key: String, default fallback: Bool) -> Bool {
    take(key, fallback: fallback, expected: "true or false") { value in
      guard case .bool(let bool) = value else { return nil }
      return (bool, .bool(bool))
    } orElse: {
      .bool(fallback)
    }
  }

  /// A string for which `isValid` holds; `expected` says which those are.
  public mutating func string(
    _ key: String, default fallback: String, expected: String = "a string",
    where isValid: (String) -> Bool = { _ in true }
  ) -> String {
    take(key, fallback: fallback, expected: expected) { value in
      guard case .string(let string) = value, isValid(string) else { return nil }
      return (string, .string(string))
    } orElse: {
      .string(fallback)
    }
  }

  /// A string, or nil where the key is absent or null.
  public mutating func optionalString(
    _ key: String, expected: String = "a string", where isValid: (String) -> Bool = { _ in true }
  ) -> String? {
    guard isSet(key) else { return nil }
    return take(key, fallback: nil, expected: expected) { value in
      guard case .string(let string) = value, isValid(string) else { return nil }
      return (string, .string(string))
    } orElse: {
      nil
    }
  }

  /// One of `values`.
  public mutating func choice(_ key: String, default fallback: String, of values: [String]) -> String {
    string(key, default: fallback, expected: "one of: \(values.joined(separator: ", "))") { values.contains($0) }
  }

  /// A list of strings.
  public mutating func strings(_ key: String, default fallback: [String]) -> [String] {
    take(key, fallback: fallback, expected: "a list of strings") { value in
      guard case .list(let items) = value else { return nil }
      var strings: [String] = []
      for item in items {
        guard case .string(let string) = item else { return nil }
        strings.append(string)
      }
      return (strings, value)
    } orElse: {
      .list(fallback.map { .string($0) })
    }
  }

  /// A section below this one, read by `body`; absent means empty.
  public mutating func section<Section>(_ key: String, _ body: (inout SettingsReader) -> Section) -> Section {
    know(key)
    var reader = SettingsReader(value(of: key) ?? .null, path: join(key))
    let result = body(&reader)
    reader.finish()
    problems += reader.problems
    effectiveEntries.append(.init(key, reader.effective))
    return result
  }

  /// Every key of a section with free keys, with its value; the caller reads each value by a reader of its own and
  /// hands what it finds to `absorb`.
  public mutating func openKeys() -> [(key: String, value: ConfigurationValue)] {
    for entry in entries { know(entry.key) }
    return entries.map { ($0.key, $0.value) }
  }

  /// Takes over what a reader for the open key `key` found.
  public mutating func absorb(_ reader: SettingsReader, as key: String) {
    problems += reader.problems
    effectiveEntries.append(.init(key, reader.effective))
  }

  /// Notes a problem with one key, for rules that span several settings.
  public mutating func report(_ key: String, _ message: String) {
    problems.append(ConfigurationProblem(path: join(key), message: message))
  }

  /// Whether the document has this key.
  public func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

  /// Ends reading: every key that nothing asked for is an unknown one. Called by whoever made the reader.
  public mutating func finish() {
    let valid = known.isEmpty ? "this section has no settings" : "valid keys: \(known.sorted().joined(separator: ", "))"
    for entry in entries where !known.contains(entry.key) && unknown.insert(entry.key).inserted {
      report(entry.key, "unknown key; \(valid)")
    }
  }

  private func join(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
  private func value(of key: String) -> ConfigurationValue? { entries.last { $0.key == key }?.value }
  private mutating func know(_ key: String) { if !known.contains(key) { known.append(key) } }

  /// Whether an optional setting is there; notes its key as known.
  private mutating func isSet(_ key: String) -> Bool {
    know(key)
    return value(of: key) ?? .null != .null
  }

  private static func expected(_ range: ClosedRange<Double>) -> String {
    "a number from \(range.lowerBound) to \(range.upperBound)"
  }

  private static func decodeNumber(_ value: ConfigurationValue, in range: ClosedRange<Double>) -> Double? {
    switch value {
    case .integer(let whole) where range.contains(Double(whole)): Double(whole)
    case .number(let number) where range.contains(number): number
    default: nil
    }
  }

  private mutating func take<Value>(
    _ key: String, fallback: Value, expected: String,
    decode: (ConfigurationValue) -> (Value, ConfigurationValue)?, orElse: () -> ConfigurationValue?
  ) -> Value {
    know(key)
    if let value = value(of: key) {
      if let (decoded, effective) = decode(value) {
        effectiveEntries.append(.init(key, effective))
        return decoded
      }
      report(key, "must be \(expected), not \(Self.show(value))")
    }
    if let value = orElse() { effectiveEntries.append(.init(key, value)) }
    return fallback
  }

  /// A value as an error may show it. Strings are shown short; a secret never comes here, because secret settings are
  /// read with `secret`.
  static func show(_ value: ConfigurationValue) -> String {
    switch value {
    case .string(let string): "'\(string.prefix(64))'"
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .bool(let bool): "\(bool)"
    default: value.kind
    }
  }
}

extension SettingsReader {
  /// A secret string, or nil where absent. Neither its value nor anything of it is shown in errors or in `effective`.
  public mutating func secret(_ key: String) -> String? {
    know(key)
    guard let value = value(of: key), value != .null else { return nil }
    effectiveEntries.append(.init(key, .string("(set)")))
    guard case .string(let string) = value, !string.isEmpty else {
      report(key, "must be a string that is not empty")
      return nil
    }
    return string
  }
}
