import CCrypto
import Engine

/// A sealer for tests, with real encryption: keys by their ids, of which one seals.
///
/// Sealed bytes: length of the key's id (1), the id, nonce (12), tag (16), ciphertext.
public struct AESSealer: DataSealer {
  private let keys: [String: [UInt8]]
  public let keyID: String

  /// A sealer that has the keys of these ids; a key follows from its id, so that every process has the same.
  public init(keyID: String, others: [String] = []) {
    self.keyID = keyID
    keys = Dictionary(
      uniqueKeysWithValues: ([keyID] + others).map { id in
        var key = [UInt8](repeating: 0, count: 32)
        precondition(kenali_sha256(Array(id.utf8), id.utf8.count, &key) == 1)
        return (id, key)
      })
  }

  public func seal(_ bytes: UnsafeRawBufferPointer, context: [UInt8]) throws -> [UInt8] {
    guard let key = keys[keyID] else { throw DataSealerError.unknownKey(keyID) }
    var nonce = [UInt8](repeating: 0, count: 12)
    var tag = [UInt8](repeating: 0, count: 16)
    var ciphertext = [UInt8](repeating: 0, count: bytes.count)
    let plain = Array(bytes)
    guard kenali_random(&nonce, nonce.count) == 1,
      kenali_aes256_gcm_seal(key, nonce, context, context.count, plain, plain.count, &ciphertext, &tag) == 1
    else { throw DataSealerError.notAuthentic }
    return [UInt8(keyID.utf8.count)] + Array(keyID.utf8) + nonce + tag + ciphertext
  }

  public func open(_ sealed: UnsafeRawBufferPointer, context: [UInt8]) throws -> [UInt8] {
    guard let id = keyID(of: sealed) else { throw DataSealerError.notAuthentic }
    guard let key = keys[id] else { throw DataSealerError.unknownKey(id) }
    let rest = Array(sealed.dropFirst(1 + id.utf8.count))
    let ciphertext = Array(rest.dropFirst(28))
    var plain = [UInt8](repeating: 0, count: ciphertext.count)
    guard
      kenali_aes256_gcm_open(
        key, Array(rest[..<12]), context, context.count, ciphertext, ciphertext.count, Array(rest[12..<28]), &plain)
        == 1
    else { throw DataSealerError.notAuthentic }
    return plain
  }

  public func keyID(of sealed: UnsafeRawBufferPointer) -> String? {
    guard let length = sealed.first, (1...32).contains(length), sealed.count >= 29 + Int(length) else { return nil }
    return String(decoding: sealed[1..<1 + Int(length)], as: UTF8.self)
  }
}
