/// A tenant's API key: names the tenant in a call. Of its own it opens nothing but results encrypted with it.
struct APIKey: Sendable, Hashable, CustomStringConvertible {
  /// What every key begins with.
  static let prefix = "frapi_"

  /// The key as clients send it.
  let text: String

  /// A key that a client sent, well-formed or not.
  init(_ text: String) { self.text = text }

  /// A new random key: the prefix and 32 url-safe characters (192 bits).
  static func generate() throws(CryptographyError) -> APIKey { APIKey(prefix + (try SecureRandom.text(byteCount: 24))) }

  /// What the database finds the tenant by. Not the plain SHA-256, which encrypts results.
  var digest: [UInt8] {
    get throws(CryptographyError) { try SHA256.digest("kenali api key\0" + text) }
  }

  /// The first characters, for people to tell keys apart: `frapi_AbCd…`.
  var hint: String { text.prefix(Self.prefix.count + 4) + "…" }

  /// The hint, so that logs never carry a key.
  var description: String { hint }
}
