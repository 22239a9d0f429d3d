import CCrypto
import Engine
import Synchronization

/// Seals embeddings and components' files with AES-256-GCM under the current data key, and opens what any key of the
/// ring sealed.
///
/// Bytes: version (1) ‖ key id (16) ‖ nonce (12) ‖ ciphertext ‖ tag (16). The version, the key id and the context are
/// authenticated. Nonces are random: after 2³² pieces under one key two might share one (NIST SP 800-38D §8.3), which is
/// four thousand enrolments a second for twelve days; rotate before.
final class DataKeyRing: DataSealer {
  private struct Keys {
    var secrets: [String: SecretBytes] = [:]
    var current = ""
  }
  private let keys = Mutex(Keys())
  private static let version: UInt8 = 1
  private static let head = 1 + 16
  private static let overhead = head + 12 + 16

  /// A ring of these keys.
  init(_ loaded: [DataKeyStore.Key]) { replace(with: loaded) }

  /// Takes these keys instead: after a rotation.
  func replace(with loaded: [DataKeyStore.Key]) {
    keys.withLock { keys in
      keys.secrets = Dictionary(loaded.map { ($0.id, $0.secret) }) { first, _ in first }
      keys.current = loaded.first(where: \.isCurrent)?.id ?? ""
    }
  }

  var keyID: String { keys.withLock(\.current) }

  func seal(_ bytes: UnsafeRawBufferPointer, context: [UInt8]) throws -> [UInt8] {
    let (id, secret) = keys.withLock { ($0.current, $0.secrets[$0.current]) }
    guard let secret, id.utf8.count == Self.head - 1 else { throw DataSealerError.unknownKey(id) }
    let nonce = try SecureRandom.bytes(12)
    let context = Self.context(id, context)
    return try [UInt8](unsafeUninitializedCapacity: bytes.count + Self.overhead) { out, count in
      out[0] = Self.version
      _ = out[1..<Self.head].update(fromContentsOf: Array(id.utf8))
      _ = out[Self.head..<Self.head + 12].update(fromContentsOf: nonce)
      guard let start = out.baseAddress else { throw CryptographyError.failed }
      let code = secret.withBytes { key in
        kenali_aes256_gcm_seal(
          key.baseAddress!, nonce, context, context.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
          bytes.count, start + Self.head + 12, start + Self.head + 12 + bytes.count)
      }
      guard code == 1 else { throw CryptographyError.failed }
      count = bytes.count + Self.overhead
    }
  }

  func open(_ sealed: UnsafeRawBufferPointer, context: [UInt8]) throws -> [UInt8] {
    guard let id = keyID(of: sealed), let start = sealed.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      throw DataSealerError.notAuthentic
    }
    guard let secret = keys.withLock({ $0.secrets[id] }) else { throw DataSealerError.unknownKey(id) }
    let length = sealed.count - Self.overhead
    let context = Self.context(id, context)
    return try [UInt8](unsafeUninitializedCapacity: length) { out, count in
      var none: UInt8 = 0
      let code = secret.withBytes { key in
        withUnsafeMutablePointer(to: &none) { none in
          kenali_aes256_gcm_open(
            key.baseAddress!, start + Self.head, context, context.count, start + Self.head + 12, length,
            start + Self.head + 12 + length, out.baseAddress ?? none)
        }
      }
      guard code == 1 else {
        // OpenSSL has written what it decrypted before it saw the tag.
        if let start = out.baseAddress { kenali_cleanse(start, length) }
        throw DataSealerError.notAuthentic
      }
      count = length
    }
  }

  func keyID(of sealed: UnsafeRawBufferPointer) -> String? {
    guard sealed.count >= Self.overhead, sealed[0] == Self.version else { return nil }
    let id = sealed[1..<Self.head]
    guard id.allSatisfy({ (48...57).contains($0) || (97...122).contains($0) }) else { return nil }
    return String(decoding: id, as: UTF8.self)
  }

  private static func context(_ id: String, _ context: [UInt8]) -> [UInt8] { [version] + Array(id.utf8) + context }
}
