import CCrypto

/// AES-256 in GCM mode: encrypted and authenticated.
enum AES256GCM {
  /// A sealed message.
  struct Sealed: Sendable, Hashable {
    /// 12 bytes, never used twice with one key.
    var nonce: [UInt8]
    var ciphertext: [UInt8]
    /// 16 bytes.
    var tag: [UInt8]
  }

  /// Encrypts `data` and authenticates it together with `context`.
  ///
  /// - Parameters:
  ///   - key: 32 bytes.
  ///   - nonce: 12 bytes; random where left out.
  ///   - context: associated data, which opening needs again.
  static func seal(
    _ data: [UInt8], key: SecretBytes, nonce: [UInt8]? = nil, context: [UInt8]
  ) throws(CryptographyError) -> Sealed {
    let nonce = if let nonce { nonce } else { try SecureRandom.bytes(12) }
    guard key.count == 32, nonce.count == 12 else { throw .failed }
    var out = [UInt8](repeating: 0, count: data.count)
    var tag = [UInt8](repeating: 0, count: 16)
    let code = key.withBytes {
      kenali_aes256_gcm_seal($0.baseAddress!, nonce, context, context.count, data, data.count, &out, &tag)
    }
    guard code == 1 else { throw .failed }
    return Sealed(nonce: nonce, ciphertext: out, tag: tag)
  }

  /// What `seal` was given.
  ///
  /// - Throws: `CryptographyError.notAuthentic` where key, context or any byte is not what it was.
  static func open(_ sealed: Sealed, key: SecretBytes, context: [UInt8]) throws(CryptographyError) -> SecretBytes {
    guard key.count == 32, sealed.nonce.count == 12, sealed.tag.count == 16 else { throw .notAuthentic }
    var out = [UInt8](repeating: 0, count: sealed.ciphertext.count)
    defer { kenali_cleanse(&out, out.count) }
    let code = key.withBytes {
      kenali_aes256_gcm_open(
        $0.baseAddress!, sealed.nonce, context, context.count, sealed.ciphertext, sealed.ciphertext.count, sealed.tag,
        &out)
    }
    guard code == 1 else { throw .notAuthentic }
    return SecretBytes(out)
  }
}
