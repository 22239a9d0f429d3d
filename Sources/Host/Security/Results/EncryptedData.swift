/// The `encrypted_data` object of an answer.
enum EncryptedData: Sendable, Hashable, Encodable {
  /// base64 of IV (16 bytes) ‖ ciphertext.
  case cbc(payload: String, key: ResultEncryption.Key)
  /// Each part in base64.
  case gcm(iv: String, ciphertext: String, tag: String, keyID: String)

  private enum CodingKeys: String, CodingKey {
    case encryptedPayload = "encrypted_payload"
    case algorithm
    case encryptionMethod = "encryption_method"
    case key, instructions, iv, ciphertext, tag, kid
  }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .cbc(let payload, let key):
      try object.encode(payload, forKey: .encryptedPayload)
      try object.encode("AES-256-CBC", forKey: .algorithm)
      try object.encode("AES-256-CBC", forKey: .encryptionMethod)
      try object.encode(key.rawValue, forKey: .key)
      try object.encode(Self.instructions(for: key), forKey: .instructions)
    case .gcm(let iv, let ciphertext, let tag, let keyID):
      try object.encode("AES-256-GCM", forKey: .algorithm)
      try object.encode("AES-256-GCM", forKey: .encryptionMethod)
      try object.encode(iv, forKey: .iv)
      try object.encode(ciphertext, forKey: .ciphertext)
      try object.encode(tag, forKey: .tag)
      try object.encode(keyID, forKey: .kid)
      try object.encode("hkdf-sha256(secret_key)", forKey: .key)
      try object.encode(
        "Decrypt with HKDF-SHA-256 of your secret_key (no salt, info '\(ResultKeys.info)', 32 bytes); "
          + "the session token is the associated data", forKey: .instructions)
    }
  }

  private static func instructions(for key: ResultEncryption.Key) -> String {
    switch key {
    case .secret: "Decrypt with your secret_key to access the data"
    case .apiKey: "Decrypt with your api_key to access the data"
    }
  }
}
