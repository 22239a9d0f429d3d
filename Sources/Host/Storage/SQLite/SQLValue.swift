/// A value as a statement takes it.
enum SQLValue: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  init(stringLiteral value: String) { self = .text(value) }
  init(integerLiteral value: Int64) { self = .integer(value) }
  init(nilLiteral: ()) { self = .null }

  /// A text, or nothing.
  static func text(_ string: String?) -> SQLValue { string.map { .text($0) } ?? .null }
  /// A whole number.
  static func integer(_ number: Int) -> SQLValue { .integer(Int64(number)) }
  /// A moment, or nothing.
  static func time(_ moment: Timestamp?) -> SQLValue { moment.map { .integer($0.milliseconds) } ?? .null }
}
