import Engine

/// Writes a configuration tree as YAML that reads back as the same tree, by any YAML reader, those of 1.1 included.
enum YAMLWriter {
  /// The document of a tree, with a line break at its end.
  static func write(_ value: ConfigurationValue) -> String {
    var out = ""
    switch value {
    case .map(let entries) where !entries.isEmpty: write(entries, indent: 0, to: &out)
    case .list(let items) where !items.isEmpty: write(items, indent: 0, to: &out)
    default: out = scalar(value) + "\n"
    }
    return out
  }

  private static func write(_ entries: [ConfigurationValue.Entry], indent: Int, to out: inout String) {
    for entry in entries {
      out += String(repeating: " ", count: indent) + quoted(entry.key) + ":"
      writeChild(entry.value, indent: indent + 2, to: &out)
    }
  }

  private static func write(_ items: [ConfigurationValue], indent: Int, to out: inout String) {
    for item in items {
      out += String(repeating: " ", count: indent) + "-"
      writeChild(item, indent: indent + 2, to: &out)
    }
  }

  private static func writeChild(_ value: ConfigurationValue, indent: Int, to out: inout String) {
    switch value {
    case .map(let entries) where !entries.isEmpty:
      out += "\n"
      write(entries, indent: indent, to: &out)
    case .list(let items) where !items.isEmpty:
      out += "\n"
      write(items, indent: indent, to: &out)
    default: out += " " + scalar(value) + "\n"
    }
  }

  private static func scalar(_ value: ConfigurationValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let bool): bool ? "true" : "false"
    case .integer(let number): "\(number)"
    case .number(let number): write(number)
    case .string(let string): quoted(string)
    case .list: "[]"
    case .map: "{}"
    // The engine may grow kinds of values that this program was not built with.
    @unknown default: "null"
    }
  }

  private static func write(_ number: Double) -> String {
    if number.isNaN { return ".nan" }
    if number.isInfinite { return number < 0 ? "-.inf" : ".inf" }
    // Swift writes the shortest text that reads back as the same number, always with a point or an exponent.
    return "\(number)"
  }

  /// A string without quotes only where nobody could take it for anything else.
  private static func quoted(_ string: String) -> String {
    if isSafe(string) { return string }
    var out = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case " "..."~", "\u{A1}"..."\u{2027}", "\u{2030}"..."\u{D7FF}", "\u{E000}"..."\u{FEFE}", "\u{FF00}"..."\u{FFFD}":
        out.unicodeScalars.append(scalar)
      default:
        // YAML has no \u pairs: one escape of eight digits holds any scalar.
        let hex = String(scalar.value, radix: 16)
        out += "\\U" + String(repeating: "0", count: 8 - hex.count) + hex
      }
    }
    return out + "\""
  }

  private static func isSafe(_ string: String) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
    guard let first = string.utf8.first, isLetter(first) || first == UInt8(ascii: "/") else { return false }
    let isPlain = string.utf8.allSatisfy { byte in
      isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "_-./".utf8.contains(byte)
    }
    guard isPlain, YAMLScalar.value(ofPlain: string) == .string(string) else { return false }
    // YAML 1.1 has more words for true and false.
    return !["y", "n", "yes", "no", "on", "off"].contains(string.lowercased())
  }
}
