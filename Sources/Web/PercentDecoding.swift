/// `text` without its percent escapes; `nil` when an escape is malformed, when it hides a NUL, or when the result is not
/// UTF-8.
func percentDecoded(_ text: Substring, plusIsSpace: Bool) -> String? {
  guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return String(text) }
  var decoded: [UInt8] = []
  decoded.reserveCapacity(text.utf8.count)
  var bytes = text.utf8.makeIterator()
  while let byte = bytes.next() {
    switch byte {
    case UInt8(ascii: "%"):
      guard let high = bytes.next().flatMap(hexValue), let low = bytes.next().flatMap(hexValue) else { return nil }
      let value = high << 4 | low
      // C libraries end a string at NUL: a path must not mean two things.
      guard value != 0 else { return nil }
      decoded.append(value)
    case UInt8(ascii: "+") where plusIsSpace:
      decoded.append(UInt8(ascii: " "))
    default:
      decoded.append(byte)
    }
  }
  return String(validating: decoded, as: UTF8.self)
}

private func hexValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}
