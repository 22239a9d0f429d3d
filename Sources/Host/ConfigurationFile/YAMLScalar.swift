import Engine

/// The values of plain scalars by the core schema of YAML 1.2 (§10.3.2). `yes`, `no`, `on` and `off` are strings.
enum YAMLScalar {
  /// The value of a plain scalar; nil for a whole number that is beyond 64 bits.
  static func value(ofPlain text: String) -> ConfigurationValue? {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity)
    case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
    case ".nan", ".NaN", ".NAN": return .number(.nan)
    default: break
    }
    // Most strings don't begin like a number.
    guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else { return .string(text) }
    if text.hasPrefix("0x"), isMade(text.utf8.dropFirst(2), of: isHexadecimal) {
      return Int(text.dropFirst(2), radix: 16).map { .integer($0) }
    }
    if text.hasPrefix("0o"), isMade(text.utf8.dropFirst(2), of: isOctal) {
      return Int(text.dropFirst(2), radix: 8).map { .integer($0) }
    }
    let unsigned =
      text.utf8.first == UInt8(ascii: "-") || text.utf8.first == UInt8(ascii: "+")
      ? text.utf8.dropFirst() : text.utf8[...]
    if isMade(unsigned, of: isDecimal) { return Int(text).map { .integer($0) } }
    if isFloat(unsigned), let number = Double(text) { return .number(number) }
    return .string(text)
  }

  /// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
  private static func isFloat(_ text: Substring.UTF8View) -> Bool {
    var rest = text
    let whole = rest.prefix(while: isDecimal).count
    rest = rest.dropFirst(whole)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      let fraction = rest.prefix(while: isDecimal).count
      if whole == 0, fraction == 0 { return false }
      rest = rest.dropFirst(fraction)
    } else if whole == 0 {
      return false
    }
    guard let exponent = rest.first else { return true }
    guard exponent == UInt8(ascii: "e") || exponent == UInt8(ascii: "E") else { return false }
    rest = rest.dropFirst()
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    return isMade(rest, of: isDecimal)
  }

  private static func isMade(_ text: Substring.UTF8View, of isPart: (UInt8) -> Bool) -> Bool {
    !text.isEmpty && text.allSatisfy(isPart)
  }

  private static func isDecimal(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
  private static func isOctal(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte) }
  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    isDecimal(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }
}
