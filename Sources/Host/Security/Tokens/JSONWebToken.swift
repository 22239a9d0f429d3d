import Foundation

/// Makes and checks JSON web tokens with HS256 and nothing else (RFC 7519, RFC 8725).
struct JSONWebToken: Sendable {
  /// The longest text that is looked at, in bytes.
  static let maximumLength = 4096
  /// How far clocks may differ, in seconds.
  static let leeway: Int64 = 5

  private let key: SecretBytes
  private let audience: String
  private let clock: WallClock

  /// Tokens under a key.
  ///
  /// - Parameters:
  ///   - key: at least 32 bytes (RFC 7518 §3.2), e.g. `MasterKey.derived(for: .tokens)`.
  ///   - audience: names the installation; tokens for another one are refused.
  ///   - clock: where the time comes from.
  init(key: SecretBytes, audience: String = "kenali", clock: @escaping WallClock = { .now }) throws(CryptographyError) {
    guard key.count >= 32 else { throw .failed }
    self.key = key
    self.audience = audience
    self.clock = clock
  }

  /// A token for a client, with one hour to live unless said otherwise.
  func clientToken(
    for tenant: Tenant, via: ClientTokenOrigin, lifetime: Duration = .seconds(3600)
  ) throws -> (token: String, expiresAt: Timestamp) {
    try token(
      kind: .client, subject: tenant.id.rawValue, via: via, credentialVersion: tenant.credentialVersion,
      lifetime: lifetime)
  }

  /// A token.
  ///
  /// - Returns: its text, and the moment from which it is refused.
  func token(
    kind: TokenClaims.Kind, subject: String, tenant: String? = nil, via: ClientTokenOrigin? = nil,
    credentialVersion: Int? = nil, id: String? = nil, lifetime: Duration
  ) throws -> (token: String, expiresAt: Timestamp) {
    let now = clock().seconds
    let expiry = now + max(1, lifetime.components.seconds)
    let claims = TokenClaims(
      kind: kind, subject: subject, tenant: tenant, via: via, credentialVersion: credentialVersion, id: id,
      audience: audience, issuedAt: now, notBefore: now, expiresAt: expiry)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let signed = Self.header + "." + Base64URL.encode(try encoder.encode(claims))
    let signature = try HMACSHA256.authenticate(Array(signed.utf8), key: key)
    return (signed + "." + Base64URL.encode(signature), Timestamp(milliseconds: expiry * 1000))
  }

  /// What a token says, if it is ours, of this kind and in its time.
  ///
  /// - Throws: `TokenError`; `.expired` only for tokens that are otherwise good.
  func verify(_ token: String, kind: TokenClaims.Kind) throws(TokenError) -> TokenClaims {
    guard token.utf8.count <= Self.maximumLength else { throw .invalid }
    let parts = token.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Base64URL.decode(parts[0]), let body = Base64URL.decode(parts[1]),
      let signature = Base64URL.decode(parts[2])
    else { throw .invalid }
    // The signature comes first: nothing of a forged token is parsed.
    let signed = Array((parts[0] + "." + parts[1]).utf8)
    guard (try? HMACSHA256.isValid(signature, for: signed, key: key)) == true else { throw .invalid }
    // The algorithm is ours to say, not the token's; a header that names another one is refused all the same.
    guard let head = try? JSONDecoder().decode(Header.self, from: Data(header)), head.alg == "HS256", head.crit == nil,
      head.typ == nil || head.typ == "JWT",
      let claims = try? JSONDecoder().decode(TokenClaims.self, from: Data(body)),
      claims.kind == kind, claims.audience == audience
    else { throw .invalid }
    let now = clock().seconds
    guard claims.issuedAt <= now + Self.leeway, claims.notBefore <= now + Self.leeway,
      claims.expiresAt > claims.issuedAt
    else { throw .invalid }
    // No leeway here: clients are told this moment.
    guard now < claims.expiresAt else { throw .expired }
    return claims
  }

  private struct Header: Decodable {
    var alg: String
    var typ: String?
    var crit: [String]?
  }

  private static let header = Base64URL.encode(Array(#"{"typ":"JWT","alg":"HS256"}"#.utf8))
}

/// Why a token is refused. Says no more than a client may know.
enum TokenError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Not ours, changed, of another kind, or not valid yet.
  case invalid
  /// Its time is over.
  case expired

  var description: String {
    switch self {
    case .invalid: "the token is invalid"
    case .expired: "the token has expired"
    }
  }
}
