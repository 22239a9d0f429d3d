import CCrypto

/// SHA-256 (FIPS 180-4).
enum SHA256 {
  /// The 32 bytes of the digest.
  static func digest(_ data: [UInt8]) throws(CryptographyError) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: 32)
    guard kenali_sha256(data, data.count, &out) == 1 else { throw .failed }
    return out
  }

  /// The digest of a text's UTF-8.
  static func digest(_ text: String) throws(CryptographyError) -> [UInt8] { try digest(Array(text.utf8)) }
}

/// HMAC with SHA-256 (RFC 2104).
enum HMACSHA256 {
  /// The 32 bytes of the authentication code.
  static func authenticate(_ data: [UInt8], key: SecretBytes) throws(CryptographyError) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: 32)
    let code = key.withBytes { kenali_hmac_sha256($0.baseAddress, $0.count, data, data.count, &out) }
    guard code == 1 else { throw .failed }
    return out
  }

  /// Whether `code` authenticates `data`; in constant time.
  static func isValid(_ code: [UInt8], for data: [UInt8], key: SecretBytes) throws(CryptographyError) -> Bool {
    ConstantTime.equal(try authenticate(data, key: key), code)
  }
}

/// HKDF with SHA-256 (RFC 5869).
enum HKDFSHA256 {
  /// `count` bytes (1…8160) derived from a key.
  ///
  /// - Parameters:
  ///   - salt: may be empty.
  ///   - info: what the derived key is for.
  static func derive(
    from key: SecretBytes, salt: [UInt8] = [], info: [UInt8], count: Int = 32
  ) throws(CryptographyError) -> SecretBytes {
    guard (1...8160).contains(count) else { throw .failed }
    var out = [UInt8](repeating: 0, count: count)
    let code = key.withBytes {
      kenali_hkdf_sha256($0.baseAddress, $0.count, salt, salt.count, info, info.count, &out, count)
    }
    defer { kenali_cleanse(&out, count) }
    guard code == 1 else { throw .failed }
    return SecretBytes(out)
  }
}
