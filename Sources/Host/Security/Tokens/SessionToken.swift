/// A session's token: who has it may act for the session. Only its digest is stored.
struct SessionToken: Sendable, Hashable, CustomStringConvertible {
  /// What every token begins with.
  static let prefix = "sess_"

  /// The token as clients send it.
  let text: String

  /// A token that a client sent.
  ///
  /// - Returns: nil where no token looks like that, which saves the database a question.
  init?(_ text: String) {
    let random = text.utf8.dropFirst(Self.prefix.utf8.count)
    guard text.hasPrefix(Self.prefix), random.count == 43, random.allSatisfy(Self.isURLSafe) else { return nil }
    self.text = text
  }

  /// A new random token: the prefix and 43 url-safe characters (256 bits).
  static func generate() throws(CryptographyError) -> SessionToken {
    guard let token = SessionToken(prefix + (try SecureRandom.text(byteCount: 32))) else { throw .failed }
    return token
  }

  /// What the database knows it by.
  var digest: [UInt8] {
    get throws(CryptographyError) { try SHA256.digest(text) }
  }

  /// A placeholder, so that logs never carry a token.
  var description: String { "sess_…" }

  private static func isURLSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
