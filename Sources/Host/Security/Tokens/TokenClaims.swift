/// What a token says: who may do what, for how long (RFC 7519 §4).
struct TokenClaims: Sendable, Hashable, Codable {
  /// What a token is for. A token is never accepted for anything else.
  enum Kind: String, Sendable, Hashable, Codable {
    /// A tenant's backend, in exchange for API key and secret.
    case client
    /// An end user, after a public face login.
    case access
    /// An end user, to get the next `access`.
    case refresh
  }

  var kind: Kind
  /// The tenant's id for `client`, the user's for the others.
  var subject: String
  /// The tenant of an end user.
  var tenant: String?
  /// Which endpoint made a `client` token.
  var via: ClientTokenOrigin?
  /// The tenant's `credentialVersion` when the token was made: a token with an older one is dead. The caller compares.
  var credentialVersion: Int?
  /// Names the token, for those that die when used.
  var id: String?
  /// The installation that the token is for.
  var audience: String
  /// Seconds since the Unix epoch.
  var issuedAt: Int64
  var notBefore: Int64
  var expiresAt: Int64

  private enum CodingKeys: String, CodingKey {
    case kind = "typ"
    case subject = "sub"
    case tenant = "client_id"
    case via
    case credentialVersion = "cv"
    case id = "jti"
    case audience = "aud"
    case issuedAt = "iat"
    case notBefore = "nbf"
    case expiresAt = "exp"
  }
}
