import CChroma
import Engine

/// Names as Chroma has them. Any text is an id of Kenali's, but Chroma refuses some as ids and as names.
enum ChromaName {
  /// A gallery's collection: SHA-256 over tenant, model and dimension, so that nobody can choose a name whose collection
  /// is another gallery's.
  static func collection(_ gallery: GalleryID) throws -> String {
    var bytes: [UInt8] = []
    // Lengths keep ("ab", "c") and ("a", "bc") apart.
    for text in [gallery.tenant.rawValue, gallery.model.rawValue, String(gallery.dimension)] {
      bytes += Array("\(text.utf8.count):".utf8) + Array(text.utf8)
    }
    var digest = [UInt8](repeating: 0, count: 32)
    guard cchroma_sha256(bytes, bytes.count, &digest) == 1 else {
      throw VectorStoreError.unavailable("SHA-256 is not available")
    }
    return "kenali-" + hexadecimal(digest)
  }

  /// An id in hexadecimal, which keeps the order of bytes. Chroma takes no empty id.
  static func id(_ text: String) -> String { "x" + hexadecimal(text.utf8) }

  /// The text of an id; nil where it is none of ours.
  static func text(_ id: String) -> String? {
    let digits = Array(id.utf8.dropFirst())
    guard id.utf8.first == UInt8(ascii: "x"), digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static let digits = Array("0123456789abcdef".utf8)

  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  private static func value(_ digit: UInt8) -> UInt8? { digits.firstIndex(of: digit).map { UInt8($0) } }
}
