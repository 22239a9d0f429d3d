import Foundation

/// Base64 with the alphabet that is safe in URLs and without padding (RFC 4648 §5, RFC 7515 §2).
enum Base64URL {
  /// The text of `bytes`.
  static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text = Array(Data(bytes).base64EncodedString().utf8)
    while text.last == UInt8(ascii: "=") { text.removeLast() }
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "+"): text[index] = UInt8(ascii: "-")
      case UInt8(ascii: "/"): text[index] = UInt8(ascii: "_")
      default: break
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of `text`; nil where it is anything but the one text that `encode` makes of them.
  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var standard: [UInt8] = []
    standard.reserveCapacity(text.utf8.count + 3)
    for character in text.utf8 {
      switch character {
      case UInt8(ascii: "-"): standard.append(UInt8(ascii: "+"))
      case UInt8(ascii: "_"): standard.append(UInt8(ascii: "/"))
      case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
      default: standard.append(character)
      }
    }
    while standard.count % 4 != 0 { standard.append(UInt8(ascii: "=")) }
    guard let data = Data(base64Encoded: Data(standard)) else { return nil }
    let bytes = [UInt8](data)
    // Spare bits in the last character would let one token have several texts.
    return encode(bytes).utf8.elementsEqual(text.utf8) ? bytes : nil
  }
}
