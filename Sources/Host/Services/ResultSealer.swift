import Engine
import Foundation

/// Encrypts the results of sessions for their tenants (api.md §3).
struct ResultSealer: Sendable {
  let tenants: TenantStore
  let box: SealedBox
  let now: WallClock

  /// The `encrypted_data` of a session's result.
  ///
  /// - Parameters:
  ///   - id: the enrollment's, or the recognised user's.
  ///   - confidence: 0…1, for authentications.
  func seal(id: String, confidence: Float?, of session: LiveSession) async throws -> JSONValue {
    guard let stored = try await tenants.credentials(of: session.tenant) else { throw StorageError.notFound }
    let keys = try ResultKeys(opening: stored.sealedResultKeys, in: box, for: session.tenant)
    let payload = ResultPayload(
      id: id, timestamp: now().description, sessionType: session.purpose.name, sessionToken: session.token,
      confidence: confidence.map { (Double(max(0, $0)) * 10_000).rounded() / 10_000 })
    let sealed = try session.encryption.encrypt(try payload.json(), keys: keys, sessionToken: session.token)
    let encoder = JSONEncoder()
    // One order for every answer: without it, each process has its own.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = JSONValue.parse([UInt8](try encoder.encode(sealed))) else { throw CryptographyError.failed }
    return json
  }
}
