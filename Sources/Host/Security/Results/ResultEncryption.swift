import Foundation

/// How a session's result is encrypted.
enum ResultEncryption: Sendable, Hashable {
  /// AES-256-CBC under SHA-256 of the secret or the API key: what the documents' clients decrypt. Not authenticated.
  case cbc(Key)
  /// AES-256-GCM under a key derived from the secret, with the session token as associated data.
  case gcm

  /// Which credential a CBC key is made of.
  enum Key: String, Sendable, Hashable {
    case secret = "sha256(secret_key)"
    case apiKey = "sha256(api_key)"
  }

  /// The key for a session: the API key where its token came from the core endpoint, else the secret.
  ///
  /// - Parameters:
  ///   - via: where the client token came from that made the session; nil where it was made with API key and secret.
  ///   - forcesSecret: whether the tenant's configuration wants the secret always.
  static func cbc(via: ClientTokenOrigin?, forcesSecret: Bool) -> ResultEncryption {
    .cbc(via == .core && !forcesSecret ? .apiKey : .secret)
  }

  /// Encrypts a result.
  ///
  /// - Parameters:
  ///   - json: the result's JSON.
  ///   - keys: the tenant's.
  ///   - sessionToken: the session's token in clear, as the client has it.
  func encrypt(_ json: [UInt8], keys: ResultKeys, sessionToken: String) throws(CryptographyError) -> EncryptedData {
    switch self {
    case .cbc(let choice):
      let key =
        switch choice {
        case .secret: keys.secretDigest
        case .apiKey: keys.apiKeyDigest
        }
      let iv = try SecureRandom.bytes(16)
      let payload = iv + (try AES256CBC.encrypt(json, key: key, iv: iv))
      return .cbc(payload: Data(payload).base64EncodedString(), key: choice)
    case .gcm:
      let sealed = try AES256GCM.seal(json, key: keys.authenticated, context: Array(sessionToken.utf8))
      return .gcm(
        iv: Data(sealed.nonce).base64EncodedString(), ciphertext: Data(sealed.ciphertext).base64EncodedString(),
        tag: Data(sealed.tag).base64EncodedString(), keyID: try keys.keyID)
    }
  }
}
