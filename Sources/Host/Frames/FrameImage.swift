import CBase64
import Foundation

/// The text of an image: base64 of the standard alphabet, padded or not, or a data URL of an image.
enum FrameImage {
  /// Decodes an image's text. `\/`, which some JSON encoders write for `/`, is understood, since no base64 has a
  /// backslash otherwise.
  ///
  /// - Returns: the bytes, or what is wrong; nil where the text has another escape, so that a parser must look at it.
  static func decode(_ text: UnsafeRawBufferPointer, limit: Int) -> Result<[UInt8], FrameMessageError>? {
    // Whether there is a backslash at all is asked only when decoding fails, to read the text but once.
    let direct = decodePlain(text, limit: limit)
    if case .success = direct { return direct }
    guard let base = text.baseAddress, memchr(base, Int32(UInt8(ascii: "\\")), text.count) != nil else { return direct }
    guard let plain = unescape(text) else { return nil }
    return plain.withUnsafeBytes { decodePlain($0, limit: limit) }
  }

  private static func decodePlain(_ text: UnsafeRawBufferPointer, limit: Int) -> Result<[UInt8], FrameMessageError> {
    guard let payload = payload(of: text), payload.count > 0 else { return .failure(.badImage) }
    guard payload.count / 4 * 3 <= limit + 3 else { return .failure(.tooLarge(limit: limit)) }
    var isValid = false
    let image = [UInt8](unsafeUninitializedCapacity: payload.count / 4 * 3 + 3) { buffer, count in
      guard let out = buffer.baseAddress else { return }
      let written = kenali_base64_decode(payload.bindMemory(to: UInt8.self).baseAddress, payload.count, out)
      isValid = written > 0
      count = max(0, written)
    }
    guard isValid else { return .failure(.badImage) }
    return image.count <= limit ? .success(image) : .failure(.tooLarge(limit: limit))
  }

  /// What follows `data:image/…;base64,`, or the whole where there is no such prefix; nil for other data URLs.
  private static func payload(of text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard hasPrefix(text, "data:") else { return text }
    // A media type with parameters is short; RFC 2397.
    guard let comma = text.prefix(256).firstIndex(of: UInt8(ascii: ",")) else { return nil }
    let head = UnsafeRawBufferPointer(rebasing: text[5..<comma])
    let mark: StaticString = ";base64"
    guard head.count > mark.utf8CodeUnitCount, hasPrefix(head, "image/"),
      hasPrefix(UnsafeRawBufferPointer(rebasing: head.suffix(mark.utf8CodeUnitCount)), mark),
      // Only what no JSON parser would see otherwise; the scanner relies on it.
      head.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
    else { return nil }
    return UnsafeRawBufferPointer(rebasing: text[(comma + 1)...])
  }

  /// Whether the text begins with `prefix`, which is in lower case, in any case.
  private static func hasPrefix(_ text: UnsafeRawBufferPointer, _ prefix: StaticString) -> Bool {
    guard text.count >= prefix.utf8CodeUnitCount else { return false }
    for index in 0..<prefix.utf8CodeUnitCount {
      let byte = text[index]
      let lower = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
      if lower != prefix.utf8Start[index] { return false }
    }
    return true
  }

  /// The text with `\/` as `/`; nil where there is another escape.
  private static func unescape(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    guard let base = text.baseAddress else { return [] }
    var isPlain = true
    let plain = [UInt8](unsafeUninitializedCapacity: text.count) { buffer, count in
      guard let out = buffer.baseAddress else { return }
      var position = 0
      while position < text.count {
        let rest = text.count - position
        let backslash = memchr(base + position, Int32(UInt8(ascii: "\\")), rest)
        let run = backslash.map { UnsafeRawPointer($0) - (base + position) } ?? rest
        memcpy(out + count, base + position, run)
        count += run
        position += run
        guard backslash != nil else { break }
        guard position + 1 < text.count, text[position + 1] == UInt8(ascii: "/") else {
          isPlain = false
          return
        }
        out[count] = UInt8(ascii: "/")
        count += 1
        position += 2
      }
    }
    return isPlain ? plain : nil
  }
}
