import CCrypto

/// AES-256 in CBC mode with PKCS#7 padding. Without authentication: whoever can change a ciphertext can change what it
/// says, and so it serves only the clients that know nothing else.
enum AES256CBC {
  /// The ciphertext of `data`.
  ///
  /// - Parameters:
  ///   - key: 32 bytes.
  ///   - iv: 16 bytes, random for each message.
  static func encrypt(_ data: [UInt8], key: SecretBytes, iv: [UInt8]) throws(CryptographyError) -> [UInt8] {
    guard key.count == 32, iv.count == 16 else { throw .failed }
    var out = [UInt8](repeating: 0, count: data.count + 16)
    var count = 0
    let code = key.withBytes { kenali_aes256_cbc_encrypt($0.baseAddress!, iv, data, data.count, &out, &count) }
    guard code == 1 else { throw .failed }
    return Array(out.prefix(count))
  }

  /// What `encrypt` was given.
  ///
  /// - Throws: `CryptographyError.failed` where the padding is wrong, as it is with most wrong keys.
  static func decrypt(_ data: [UInt8], key: SecretBytes, iv: [UInt8]) throws(CryptographyError) -> [UInt8] {
    guard key.count == 32, iv.count == 16 else { throw .failed }
    var out = [UInt8](repeating: 0, count: data.count + 16)
    var count = 0
    let code = key.withBytes { kenali_aes256_cbc_decrypt($0.baseAddress!, iv, data, data.count, &out, &count) }
    guard code == 1 else { throw .failed }
    return Array(out.prefix(count))
  }
}
