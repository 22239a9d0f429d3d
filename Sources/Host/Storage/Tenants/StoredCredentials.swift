/// What is kept of a tenant's API key and secret. Neither can be had back from it without the master key.
struct StoredCredentials: Sendable, Hashable {
  /// SHA-256 of the API key under a prefix of our own: the plain SHA-256 is an encryption key of results.
  var apiKeyDigest: [UInt8]
  /// The API key's first characters, for people to tell keys apart.
  var apiKeyHint: String
  /// Argon2id of the secret as a PHC string.
  var secretHash: String
  /// The derived result keys, sealed with the master key for this tenant.
  var sealedResultKeys: [UInt8]
}
