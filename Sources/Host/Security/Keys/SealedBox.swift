import Engine

/// Secrets at rest: AES-256-GCM under a key derived from the master key. What is sealed for one tenant and purpose opens
/// for no other, so that rows can't be swapped by whoever can write the database.
///
/// Bytes: version (1) ‖ master key id (16) ‖ nonce (12) ‖ ciphertext ‖ tag (16).
struct SealedBox: Sendable {
  private let key: SecretBytes
  private let keyID: [UInt8]

  /// A box under a master key.
  init(masterKey: MasterKey) throws(CryptographyError) {
    key = try masterKey.derived(for: .sealing)
    keyID = Array(masterKey.id.utf8)
  }

  /// Seals bytes for a tenant and a purpose.
  func seal(_ secret: SecretBytes, for tenant: TenantID, purpose: String) throws(CryptographyError) -> [UInt8] {
    let sealed = try AES256GCM.seal(
      secret.withBytes { Array($0) }, key: key, context: context(tenant: tenant, purpose: purpose))
    return [1] + keyID + sealed.nonce + sealed.ciphertext + sealed.tag
  }

  /// Opens what `seal` made for the same tenant and purpose.
  ///
  /// - Throws: `CryptographyError.notAuthentic`.
  func open(_ box: [UInt8], for tenant: TenantID, purpose: String) throws(CryptographyError) -> SecretBytes {
    let head = 1 + keyID.count
    guard box.count >= head + 12 + 16, box[0] == 1, Array(box[1..<head]) == keyID else { throw .notAuthentic }
    let sealed = AES256GCM.Sealed(
      nonce: Array(box[head..<head + 12]), ciphertext: Array(box[(head + 12)..<(box.count - 16)]),
      tag: Array(box.suffix(16)))
    return try AES256GCM.open(sealed, key: key, context: context(tenant: tenant, purpose: purpose))
  }

  private func context(tenant: TenantID, purpose: String) -> [UInt8] {
    // NUL can't be part of a purpose, which makes the split unambiguous.
    [1] + keyID + Array(purpose.utf8) + [0] + Array(tenant.rawValue.utf8)
  }
}
