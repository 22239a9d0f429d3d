import Engine
import Foundation
import Synchronization
import Testing

@testable import Host

@Suite struct JSONWebTokenTests {
  static let start = Timestamp(milliseconds: 1_760_000_000_000)
  let key = SecretBytes(0..<32)
  let tenant = Tenant(
    id: TenantID("t1"), name: "T", role: .client, isEnabled: true, apiKeyHint: "", credentialVersion: 3,
    createdAt: start, updatedAt: start)

  func tokens(at moment: Timestamp = start, audience: String = "kenali") throws -> JSONWebToken {
    try JSONWebToken(key: key, audience: audience, clock: { moment })
  }

  /// A token with any header and claims, signed right.
  func signed(header: String, claims: String) throws -> String {
    let text = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(claims.utf8))
    return text + "." + Base64URL.encode(try HMACSHA256.authenticate(Array(text.utf8), key: key))
  }

  @Test func aClientTokenLivesOneHour() throws {
    let (token, expiry) = try tokens().clientToken(for: tenant, via: .core)
    #expect(expiry == Self.start + .seconds(3600))
    #expect(token.hasPrefix("eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9."))
    let claims = try tokens().verify(token, kind: .client)
    #expect(claims.subject == "t1" && claims.via == .core && claims.credentialVersion == 3)
    #expect(try tokens(at: Self.start + .milliseconds(3_599_999)).verify(token, kind: .client) == claims)
    #expect(throws: TokenError.expired) { try tokens(at: Self.start + .seconds(3600)).verify(token, kind: .client) }
    // A clock that is behind by seconds is no forgery, one by minutes is.
    #expect(try tokens(at: Self.start + .seconds(-5)).verify(token, kind: .client) == claims)
    #expect(throws: TokenError.invalid) { try tokens(at: Self.start + .seconds(-60)).verify(token, kind: .client) }
  }

  @Test func kindsAndAudiencesAreApart() throws {
    let access = try tokens().token(kind: .access, subject: "u", tenant: "t1", lifetime: .seconds(60)).token
    #expect(try tokens().verify(access, kind: .access).tenant == "t1")
    #expect(throws: TokenError.invalid) { try tokens().verify(access, kind: .client) }
    #expect(throws: TokenError.invalid) { try tokens().verify(access, kind: .refresh) }
    #expect(throws: TokenError.invalid) { try tokens(audience: "other").verify(access, kind: .access) }
  }

  @Test func everyChangedByteIsRefused() throws {
    let token = try tokens().clientToken(for: tenant, via: .web).token
    for index in token.utf8.indices {
      var bytes = Array(token.utf8)
      let offset = token.utf8.distance(from: token.utf8.startIndex, to: index)
      bytes[offset] = bytes[offset] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      let changed = String(decoding: bytes, as: UTF8.self)
      #expect(throws: TokenError.invalid) { try tokens().verify(changed, kind: .client) }
    }
  }

  @Test func otherAlgorithmsAreRefused() throws {
    let token = try tokens().clientToken(for: tenant, via: .web).token
    let body = String(token.split(separator: ".")[1])
    let claims = String(decoding: Base64URL.decode(body)!, as: UTF8.self)
    for algorithm in ["none", "None", "NONE", "nOnE", "HS512", "RS256", "ES256", ""] {
      let header = #"{"alg":"\#(algorithm)","typ":"JWT"}"#
      let unsigned = Base64URL.encode(Array(header.utf8)) + "." + body + "."
      #expect(throws: TokenError.invalid) { try tokens().verify(unsigned, kind: .client) }
      #expect(throws: TokenError.invalid) { try tokens().verify(String(unsigned.dropLast()), kind: .client) }
      #expect(throws: TokenError.invalid) {
        try tokens().verify(try signed(header: header, claims: claims), kind: .client)
      }
    }
    for header in [
      #"{"typ":"JWT"}"#, #"{"alg":"HS256","crit":["exp"]}"#, #"{"alg":"HS256","typ":"at+jwt"}"#, "[]", "", "{",
    ] {
      #expect(throws: TokenError.invalid) {
        try tokens().verify(try signed(header: header, claims: claims), kind: .client)
      }
    }
    _ = try tokens().verify(try signed(header: #"{"alg":"HS256","typ":"JWT"}"#, claims: claims), kind: .client)
  }

  @Test func claimsAreRequired() throws {
    let full: [String: Any] = [
      "typ": "client", "sub": "t1", "aud": "kenali", "iat": 1_760_000_000, "nbf": 1_760_000_000, "exp": 1_760_003_600,
    ]
    func token(_ claims: [String: Any]) throws -> String {
      try signed(
        header: #"{"alg":"HS256"}"#,
        claims: String(decoding: JSONSerialization.data(withJSONObject: claims), as: UTF8.self))
    }
    _ = try tokens().verify(try token(full), kind: .client)
    for name in full.keys {
      var claims = full
      claims[name] = nil
      #expect(throws: TokenError.invalid, "without \(name)") { try tokens().verify(try token(claims), kind: .client) }
    }
    for (name, value) in [
      ("exp", "never" as Any), ("exp", 1e300), ("nbf", 1_760_000_100), ("iat", 1_760_000_100), ("exp", 1_759_999_000),
      ("aud", ["kenali"]), ("via", "elsewhere"),
    ] {
      var claims = full
      claims[name] = value
      #expect(throws: TokenError.self, "\(name)") { try tokens().verify(try token(claims), kind: .client) }
    }
  }

  @Test func nonsenseIsRefused() throws {
    for text in ["", ".", "..", "...", "a.b.c", "a.b.c.d", String(repeating: "a", count: 100_000), "é.é.é", "a b.c.d"] {
      #expect(throws: TokenError.invalid) { try tokens().verify(text, kind: .client) }
    }
    #expect(throws: CryptographyError.failed) { try JSONWebToken(key: SecretBytes(0..<31)) }
  }
}
