import Foundation

/// Finds the image's text in a frame message without copying or parsing it.
///
/// It knows only what frames look like: one flat object whose strings are plain ASCII and whose other values are
/// numbers or literals. Of anything else it says nothing (nil), and a real parser decides. So it never accepts what that
/// parser would refuse, provided that the image's text is then found to be base64, which has no character that JSON
/// forbids in a string. A property test holds it to this.
struct FrameMessageScanner {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  /// What was found: slices of the message, between their quotes.
  struct Found {
    /// The image's text, with its escapes.
    var image: UnsafeRawBufferPointer
    var sessionToken: UnsafeRawBufferPointer?
  }

  /// The image of a message of type `frame`, or without a type, if this is one that the scanner understands.
  static func scan(_ bytes: UnsafeRawBufferPointer) -> Found? {
    var scanner = FrameMessageScanner(bytes: bytes)
    return scanner.scan()
  }

  private init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  private mutating func scan() -> Found? {
    var image: UnsafeRawBufferPointer?
    var token: UnsafeRawBufferPointer?
    var hasType = false
    skipSpace()
    guard take(UInt8(ascii: "{")) else { return nil }
    repeat {
      skipSpace()
      guard let key = plainString() else { return nil }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { return nil }
      skipSpace()
      if equals(key, "image") || equals(key, "frame_data") {
        // Two images, or one twice: which of them counts is for the parser to say.
        guard image == nil, let value = longString() else { return nil }
        image = value
      } else if equals(key, "type") {
        guard !hasType, let value = plainString(), equals(value, "frame") else { return nil }
        hasType = true
      } else if equals(key, "session_token") {
        guard token == nil, let value = plainString() else { return nil }
        token = value
      } else if peek() == UInt8(ascii: "\"") {
        guard plainString() != nil else { return nil }
      } else {
        guard skipScalar() else { return nil }
      }
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { return nil }
    skipSpace()
    guard position == bytes.count, let image else { return nil }
    return Found(image: image, sessionToken: token)
  }

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  /// A short string of printable ASCII without escapes.
  private mutating func plainString() -> UnsafeRawBufferPointer? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = position
    while let byte = peek() {
      if byte == UInt8(ascii: "\"") {
        position += 1
        return UnsafeRawBufferPointer(rebasing: bytes[start..<(position - 1)])
      }
      guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") else { return nil }
      position += 1
    }
    return nil
  }

  /// A string up to the next quote, whatever is in it: what is no base64 is refused by whoever decodes it. An escaped
  /// quote ends it too early, with a backslash as its last character, which is no base64 either.
  private mutating func longString() -> UnsafeRawBufferPointer? {
    guard take(UInt8(ascii: "\"")), let base = bytes.baseAddress, position < bytes.count,
      let quote = memchr(base + position, Int32(UInt8(ascii: "\"")), bytes.count - position)
    else { return nil }
    let start = position
    let end = UnsafeRawPointer(quote) - base
    position = end + 1
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  /// A whole number of few digits, or a literal; other numbers are the parser's.
  private mutating func skipScalar() -> Bool {
    for literal: StaticString in ["true", "false", "null"] {
      let end = position + literal.utf8CodeUnitCount
      if end <= bytes.count, equals(UnsafeRawBufferPointer(rebasing: bytes[position..<end]), literal) {
        position = end
        return true
      }
    }
    let start = position
    while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    let count = position - start
    return count == 1 || (count > 1 && count <= 15 && bytes[start] != UInt8(ascii: "0"))
  }

  private func equals(_ slice: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
    guard let base = slice.baseAddress else { return text.utf8CodeUnitCount == 0 }
    return slice.count == text.utf8CodeUnitCount && memcmp(base, text.utf8Start, slice.count) == 0
  }
}
