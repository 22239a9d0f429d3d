import CCrypto

/// Random bytes that nobody can guess.
enum SecureRandom {
  /// `count` random bytes.
  ///
  /// - Throws: `CryptographyError.noRandomness`.
  static func bytes(_ count: Int) throws(CryptographyError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    guard kenali_random(&bytes, count) == 1 else { throw .noRandomness }
    return bytes
  }

  /// `count` random bytes as base64url text: 4 characters for each 3 bytes.
  ///
  /// - Throws: `CryptographyError.noRandomness`.
  static func text(byteCount count: Int) throws(CryptographyError) -> String { Base64URL.encode(try bytes(count)) }
}
