import Testing

@testable import Host

/// The forms of api.md §1.
@Suite struct AuthorizationHeaderTests {
  @Test(
    arguments: [
      ("ApiKey frapi_x:secret", .apiKey(key: "frapi_x", secret: "secret")),
      ("apikey frapi_x:secret", .apiKey(key: "frapi_x", secret: "secret")),
      ("APIKEY   frapi_x:secret", .apiKey(key: "frapi_x", secret: "secret")),
      // Only the first colon divides.
      ("ApiKey k:s:t", .apiKey(key: "k", secret: "s:t")), ("ApiKey :", .apiKey(key: "", secret: "")),
      ("ApiKey k:s t", .apiKey(key: "k", secret: "s t")), ("JWT a.b.c", .token("a.b.c")),
      ("jwt a.b.c", .token("a.b.c")),
      ("Bearer a.b.c", .token("a.b.c")), ("bearer  a.b.c", .token("a.b.c")), ("BEARER a.b.c", .token("a.b.c")),
    ] as [(String, AuthorizationHeader)]) func forms(header: String, expected: AuthorizationHeader)
  {
    #expect(AuthorizationHeader(header) == expected)
  }

  @Test(
    arguments: [
      nil, "", " ", "ApiKey", "ApiKey ", "ApiKey key-without-secret", "JWT", "Bearer", "Basic a:b", "Token abc",
      "a.b.c",
      "ApiKeyfrapi_x:secret", "Bearer:abc", "JWTa.b.c",
    ]) func whatIsNone(header: String?)
  {
    #expect(AuthorizationHeader(header) == nil)
  }
}
