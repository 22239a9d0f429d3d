/// Reads JSON as RFC 8259 has it: UTF-8 only, nothing beyond the grammar, members in the order they came.
///
/// Not Foundation's decoder, because bodies come from strangers: that one traps on some of them (513 times `[` and
/// nothing else; Swift 6.3), forgets the order of members, and throws an error of its own for each type that a value
/// does not have, which makes a large array cost minutes.
struct JSONParser {
  /// Deeper documents are refused: readers of a document recurse as well.
  static let maximumDepth = 128

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var depth = 0

  private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The one value of a document; nil where it is not JSON.
  static func parse(_ bytes: UnsafeRawBufferPointer) -> JSONValue? {
    var parser = JSONParser(bytes.bindMemory(to: UInt8.self))
    // Some clients put a byte order mark in front, and RFC 8259 lets a reader ignore it.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.position = 3 }
    parser.skipSpace()
    guard let value = parser.value() else { return nil }
    parser.skipSpace()
    return parser.position == bytes.count ? value : nil
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func value() -> JSONValue? {
    switch next {
    case UInt8(ascii: "{"): nested { $0.object() }
    case UInt8(ascii: "["): nested { $0.array() }
    case UInt8(ascii: "\""): string().map { .string($0) }
    case UInt8(ascii: "t"): literal("true", .bool(true))
    case UInt8(ascii: "f"): literal("false", .bool(false))
    case UInt8(ascii: "n"): literal("null", .null)
    default: number()
    }
  }

  private mutating func nested(_ body: (inout JSONParser) -> JSONValue?) -> JSONValue? {
    guard depth < Self.maximumDepth else { return nil }
    depth += 1
    position += 1
    defer { depth -= 1 }
    skipSpace()
    return body(&self)
  }

  private mutating func object() -> JSONValue? {
    var members: [JSONValue.Member] = []
    if take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      guard next == UInt8(ascii: "\""), let name = string() else { return nil }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { return nil }
      skipSpace()
      guard let value = value() else { return nil }
      members.append(.init(name: name, value: value))
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { return nil }
      skipSpace()
    }
  }

  private mutating func array() -> JSONValue? {
    var items: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return .array(items) }
    while true {
      guard let item = value() else { return nil }
      items.append(item)
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(items) }
      guard take(UInt8(ascii: ",")) else { return nil }
      skipSpace()
    }
  }

  private mutating func literal(_ text: StaticString, _ value: JSONValue) -> JSONValue? {
    let end = position + text.utf8CodeUnitCount
    guard end <= bytes.count else { return nil }
    for index in 0..<text.utf8CodeUnitCount where bytes[position + index] != text.utf8Start[index] { return nil }
    position = end
    return value
  }

  private mutating func skipDigits() -> Bool {
    let start = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return position > start
  }

  /// A whole number where it is written as one and fits, else a double; a number beyond doubles is refused.
  private mutating func number() -> JSONValue? {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { guard skipDigits() else { return nil } }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      guard skipDigits() else { return nil }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isWhole = false
      _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
      guard skipDigits() else { return nil }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else { return nil }
    return .number(number)
  }

  private mutating func string() -> String? {
    position += 1
    let start = position
    while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\\") {
      position += 1
      guard byte == UInt8(ascii: "\"") else { continue }
      return String(validating: bytes[start..<(position - 1)], as: UTF8.self)
    }
    return escapedString(from: start)
  }

  /// The rest of a string that has an escape, or is none.
  private mutating func escapedString(from start: Int) -> String? {
    var text = Array(bytes[start..<position])
    while let byte = next, byte >= 0x20 {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escape() else { return nil }
        text.append(contentsOf: UTF8.encode(scalar) ?? .init())
      default: text.append(byte)
      }
    }
    return nil
  }

  /// What stands behind a backslash.
  private mutating func escape() -> Unicode.Scalar? {
    guard let byte = next else { return nil }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: return nil
    }
    guard let unit = codeUnit() else { return nil }
    guard (0xD800...0xDBFF).contains(unit) else { return Unicode.Scalar(unit) }
    // Half a pair is no character, and there is no UTF-8 of it.
    guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")), let low = codeUnit(), (0xDC00...0xDFFF).contains(low)
    else { return nil }
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
  }

  /// Four hexadecimal digits.
  private mutating func codeUnit() -> UInt32? {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      position += 1
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }
}

extension JSONValue {
  /// Parses a document.
  ///
  /// - Returns: nil where it is not JSON.
  static func parse(_ bytes: [UInt8]) -> JSONValue? { bytes.withUnsafeBytes { JSONParser.parse($0) } }
}
