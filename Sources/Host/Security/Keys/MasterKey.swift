import Foundation

/// The key from which every other key of an installation is derived. Who loses it loses what is sealed, but no face and
/// no user.
struct MasterKey: Sendable {
  /// What a derived key is for. Each purpose has a key of its own.
  enum Purpose: String, Sendable {
    /// Seals columns of the database.
    case sealing = "sealing v1"
    /// Signs JSON web tokens.
    case tokens = "tokens v1"
  }

  /// Names the key without telling anything of it: 16 hexadecimal digits.
  let id: String
  private let key: SecretBytes

  /// A key of 32 bytes.
  ///
  /// - Throws: `MasterKeyError.malformed` for any other length.
  init(_ key: SecretBytes) throws {
    guard key.count == 32 else { throw MasterKeyError.malformed }
    self.key = key
    id = try HKDFSHA256.derive(from: key, info: Array("kenali master key id".utf8), count: 8).withBytes {
      $0.hexadecimal
    }
  }

  /// A key written as base64 of 32 bytes, as configuration or environment give it.
  init(base64: String) throws {
    guard let data = Data(base64Encoded: base64.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw MasterKeyError.malformed
    }
    try self.init(SecretBytes(data))
  }

  /// The key for one purpose, 32 bytes.
  func derived(for purpose: Purpose) throws(CryptographyError) -> SecretBytes {
    try HKDFSHA256.derive(from: key, info: Array("kenali \(purpose.rawValue)".utf8))
  }
}

/// Why there is no master key. Texts carry neither the key nor a path.
enum MasterKeyError: Error, Sendable, Hashable, CustomStringConvertible {
  /// It is not base64 of 32 bytes.
  case malformed
  /// Others than the owner may read the file.
  case readableByOthers
  /// The file can't be read or made; the number is the system's error.
  case unreadable(Int32)

  var description: String {
    switch self {
    case .malformed: "the master key must be base64 of 32 bytes (openssl rand -base64 32)"
    case .readableByOthers: "master.key in the data directory must be readable by its owner only (chmod 600)"
    case .unreadable(let code):
      "master.key in the data directory can't be read or made: \(String(cString: strerror(code)))"
    }
  }
}
