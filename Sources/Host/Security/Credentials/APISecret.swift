/// A tenant's secret: proves the tenant in a call. Shown once, when it is made.
struct APISecret: Sendable, Hashable, CustomStringConvertible {
  /// The secret's UTF-8, as clients send it.
  let bytes: SecretBytes

  /// A secret that a client sent.
  init(_ text: String) { bytes = SecretBytes(text.utf8) }

  /// A new random secret: 43 url-safe characters (256 bits).
  static func generate() throws(CryptographyError) -> APISecret { APISecret(try SecureRandom.text(byteCount: 32)) }

  /// The secret in clear, for the one time that it is shown.
  func reveal() -> String { bytes.withBytes { String(decoding: $0, as: UTF8.self) } }

  var description: String { "(secret)" }
}
