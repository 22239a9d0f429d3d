import Engine

/// A tenant's new credentials, for the one time that they are shown.
struct IssuedCredentials: Sendable {
  var apiKey: APIKey
  var secret: APISecret
}

/// Makes tenants with their credentials, and new secrets for them: the one place where secrets are in clear.
struct CredentialIssuer: Sendable {
  var tenants: TenantStore
  var argon2: Argon2id
  var box: SealedBox
  var clock: WallClock = { .now }

  /// Makes a tenant with a new API key and secret.
  func createTenant(
    name: String, role: Tenant.Role = .client
  ) async throws -> (tenant: Tenant, credentials: IssuedCredentials) {
    let now = clock()
    let id = TenantID(Identifier.make(at: now))
    let issued = IssuedCredentials(apiKey: try .generate(), secret: try .generate())
    let keys = try ResultKeys(apiKey: issued.apiKey, secret: issued.secret)
    let stored = StoredCredentials(
      apiKeyDigest: try issued.apiKey.digest, apiKeyHint: issued.apiKey.hint,
      secretHash: try await argon2.hash(issued.secret.bytes), sealedResultKeys: try keys.sealed(in: box, for: id))
    return (try await tenants.create(id: id, name: name, role: role, credentials: stored, now: now), issued)
  }

  /// Gives a tenant a new secret; the API key stays. The old secret, and every token made with it, is refused at once.
  ///
  /// - Throws: `StorageError.notFound`; `.conflict` where somebody else rotated at the same time;
  ///   `CryptographyError.notAuthentic` where the tenant was made under another master key.
  func rotateSecret(of id: TenantID) async throws -> (tenant: Tenant, secret: APISecret) {
    guard let tenant = try await tenants.find(id), var stored = try await tenants.credentials(of: id) else {
      throw StorageError.notFound
    }
    let secret = try APISecret.generate()
    // The API key itself is not kept; its digest comes out of the sealed keys.
    let old = try ResultKeys(opening: stored.sealedResultKeys, in: box, for: id)
    stored.secretHash = try await argon2.hash(secret.bytes)
    stored.sealedResultKeys = try old.replacingSecret(with: secret).sealed(in: box, for: id)
    let changed = try await tenants.replaceCredentials(
      of: id, with: stored, replacing: tenant.credentialVersion, now: clock())
    return (changed, secret)
  }
}
