import Engine

/// One customer of this installation, or an operator of it. Carries no credential.
struct Tenant: Sendable, Hashable {
  /// What a tenant may do.
  enum Role: String, Sendable, Hashable {
    /// Uses the API for its own users.
    case client
    /// Operates the installation; has no users of its own.
    case admin
  }

  var id: TenantID
  /// For people to read; several tenants may share a name.
  var name: String
  var role: Role
  /// Whether its credentials are accepted.
  var isEnabled: Bool
  /// The API key's first characters, for people to tell keys apart.
  var apiKeyHint: String
  /// Counts from 1, one more with each new secret. Tokens carry it, so that they die with the secret.
  var credentialVersion: Int
  var createdAt: Timestamp
  var updatedAt: Timestamp
}
