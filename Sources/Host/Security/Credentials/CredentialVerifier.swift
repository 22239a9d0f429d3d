import Synchronization

/// Checks API keys and secrets.
///
/// Whatever is wrong with a pair (no such key, wrong secret, disabled tenant), the answer is the same and costs one
/// Argon2 verification. A pair that was right lately is found in memory; it is bound to the tenant's credential version
/// as the database has it now, so that a rotation or a disabled tenant counts at once, also when another process did it.
final class CredentialVerifier: Sendable {
  /// How long a pair stays known, in milliseconds.
  static let memory: Int64 = 60_000
  /// How many pairs are known at most.
  static let capacity = 4096

  private let tenants: TenantStore
  private let argon2: Argon2id
  private let clock: WallClock
  /// Of a random secret that nobody has: what unknown keys are checked against.
  private let decoy: String
  /// Lives and dies with the process.
  private let memoryKey: SecretBytes
  private let state = Mutex(State())

  private struct State {
    /// The moment until which each pair is known, by HMAC of pair and credential version.
    var known: [[UInt8]: Timestamp] = [:]
    /// Verifications under way, so that a burst of equal requests costs one.
    var running: [[UInt8]: Task<Bool, any Error>] = [:]
  }

  /// A verifier.
  ///
  /// - Throws: where no hash can be made.
  init(tenants: TenantStore, argon2: Argon2id, clock: @escaping WallClock = { .now }) async throws {
    self.tenants = tenants
    self.argon2 = argon2
    self.clock = clock
    memoryKey = SecretBytes(try SecureRandom.bytes(32))
    decoy = try await argon2.hash(SecretBytes(try SecureRandom.bytes(32)))
  }

  /// The enabled tenant whose pair this is, or nil, for whatever reason.
  ///
  /// - Throws: `WorkerError.overloaded` where too many verifications wait (answer 503), `StorageError` where the
  ///   database can't be asked.
  func verify(apiKey: APIKey, secret: APISecret) async throws -> Tenant? {
    let found = try await tenants.find(apiKeyDigest: try apiKey.digest)
    let pair = try pair(apiKey, secret, version: found?.tenant.credentialVersion ?? 0)
    if let found, found.tenant.isEnabled, isKnown(pair) { return found.tenant }
    // A disabled tenant is checked too, or its time would tell that its key exists.
    let isRight = try await check(secret, hash: found?.credentials.secretHash ?? decoy, pair: pair)
    guard isRight, let found, found.tenant.isEnabled else { return nil }
    remember(pair)
    return found.tenant
  }

  /// Forgets every known pair.
  func forgetAll() { state.withLock { $0.known.removeAll() } }

  private func pair(_ apiKey: APIKey, _ secret: APISecret, version: Int) throws -> [UInt8] {
    // Lengths go first, so that no other split of the same text makes the same pair.
    var message = Array("\(version) \(apiKey.text.utf8.count) \(secret.bytes.count) ".utf8) + Array(apiKey.text.utf8)
    secret.bytes.withBytes { message += $0 }
    return try HMACSHA256.authenticate(message, key: memoryKey)
  }

  private func check(_ secret: APISecret, hash: String, pair: [UInt8]) async throws -> Bool {
    let argon2 = self.argon2
    let task = state.withLock { state in
      if let task = state.running[pair] { return task }
      let task = Task { try await argon2.verify(secret.bytes, hash: hash) }
      state.running[pair] = task
      return task
    }
    defer { state.withLock { $0.running[pair] = nil } }
    return try await task.value
  }

  private func isKnown(_ pair: [UInt8]) -> Bool {
    let now = clock()
    return state.withLock { state in
      guard let until = state.known[pair] else { return false }
      if until > now { return true }
      state.known[pair] = nil
      return false
    }
  }

  private func remember(_ pair: [UInt8]) {
    let now = clock()
    state.withLock { state in
      if state.known.count >= Self.capacity {
        state.known = state.known.filter { $0.value > now }
        // Only right pairs are known, so that no stranger can fill this; a host with more tenants starts over.
        if state.known.count >= Self.capacity { state.known.removeAll() }
      }
      state.known[pair] = Timestamp(milliseconds: now.milliseconds + Self.memory)
    }
  }
}
