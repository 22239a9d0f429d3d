import CCrypto
import Engine

/// The keys that a tenant's results are encrypted with. Derived from the API key and the secret, which are not kept; so
/// these are, sealed.
struct ResultKeys: Sendable, Hashable {
  /// SHA-256 of the secret's UTF-8: AES-256-CBC for most clients.
  let secretDigest: SecretBytes
  /// SHA-256 of the API key's UTF-8: AES-256-CBC for clients of the core endpoint.
  let apiKeyDigest: SecretBytes
  /// HKDF-SHA-256 of the secret's UTF-8, no salt, info `kenali result v1`, 32 bytes: AES-256-GCM.
  let authenticated: SecretBytes

  /// The info of `authenticated`, which clients need too.
  static let info = "kenali result v1"
  private static let purpose = "result keys"

  /// The keys of credentials in clear.
  init(apiKey: APIKey, secret: APISecret) throws(CryptographyError) {
    self.init(
      secretDigest: try Self.digest(of: secret), apiKeyDigest: SecretBytes(try SHA256.digest(apiKey.text)),
      authenticated: try Self.authenticated(of: secret))
  }

  private init(secretDigest: SecretBytes, apiKeyDigest: SecretBytes, authenticated: SecretBytes) {
    self.secretDigest = secretDigest
    self.apiKeyDigest = apiKeyDigest
    self.authenticated = authenticated
  }

  /// The keys that `sealed` sealed.
  ///
  /// - Throws: `CryptographyError.notAuthentic`.
  init(opening sealed: [UInt8], in box: SealedBox, for tenant: TenantID) throws(CryptographyError) {
    let bytes = try box.open(sealed, for: tenant, purpose: Self.purpose)
    guard bytes.count == 96 else { throw .notAuthentic }
    self.init(secretDigest: bytes[0..<32], apiKeyDigest: bytes[32..<64], authenticated: bytes[64..<96])
  }

  /// The keys as the database keeps them.
  func sealed(in box: SealedBox, for tenant: TenantID) throws(CryptographyError) -> [UInt8] {
    var joined: [UInt8] = []
    for key in [secretDigest, apiKeyDigest, authenticated] { key.withBytes { joined += $0 } }
    defer { kenali_cleanse(&joined, joined.count) }
    return try box.seal(SecretBytes(joined), for: tenant, purpose: Self.purpose)
  }

  /// The same API key's keys with another secret.
  func replacingSecret(with secret: APISecret) throws(CryptographyError) -> ResultKeys {
    ResultKeys(
      secretDigest: try Self.digest(of: secret), apiKeyDigest: apiKeyDigest,
      authenticated: try Self.authenticated(of: secret))
  }

  /// Names `authenticated` without telling anything of it: HKDF-SHA-256 of it, info `kid`, 8 bytes, in hexadecimal. A
  /// client that holds several secrets finds the right one by it.
  var keyID: String {
    get throws(CryptographyError) {
      try HKDFSHA256.derive(from: authenticated, info: Array("kid".utf8), count: 8).withBytes {
        $0.hexadecimal
      }
    }
  }

  private static func digest(of secret: APISecret) throws(CryptographyError) -> SecretBytes {
    SecretBytes(try SHA256.digest(secret.bytes.withBytes { Array($0) }))
  }

  private static func authenticated(of secret: APISecret) throws(CryptographyError) -> SecretBytes {
    try HKDFSHA256.derive(from: secret.bytes, info: Array(info.utf8))
  }
}
