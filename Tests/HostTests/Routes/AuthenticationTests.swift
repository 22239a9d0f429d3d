import Engine
import Testing
import Web

@testable import Host

@Suite struct AuthenticationTests {
  private static func status(_ authorization: String?, _ world: HostWorld) async throws -> Int {
    var headers = HTTPHeaders()
    headers["Authorization"] = authorization
    return try await world.send(
      "POST", "/api/detect/", HostWorld.image(FakePicture()), headers: headers, authorized: false
    )
    .status
  }

  @Test func everyFormOfACredentialIsTaken() async throws {
    try await HostWorld.run { world async throws in
      #expect(try await Self.status(world.apiKey, world) == 200)
      for (path, field, token) in [
        ("/api/core/auth/client/", "api_secret", "access_token"), ("/api/auth/client/", "secret_key", "token"),
        ("/api/core/auth/client/", "secret_key", "access_token"), ("/api/auth/client", "api_secret", "token"),
      ] {
        let body = JSONValue.object([
          .init(name: "api_key", value: .string(world.credentials.apiKey.text)),
          .init(name: field, value: .string(world.credentials.secret.reveal())),
        ])
        let answer = try await world.send("POST", path, body, authorized: false)
        #expect(answer.status == 200)
        let text = try #require(answer.json[token]?.string)
        for scheme in ["JWT", "Bearer", "bearer"] { #expect(try await Self.status("\(scheme) \(text)", world) == 200) }
      }
    }
  }

  @Test func whateverIsWrongTheAnswerIsTheSame() async throws {
    try await HostWorld.run { world async throws in
      let key = world.credentials.apiKey.text
      for wrong in [
        nil, "", "ApiKey \(key)", "ApiKey \(key):wrong", "ApiKey frapi_unknown:x", "JWT x.y.z", "Bearer ", "Basic x",
      ] {
        var headers = HTTPHeaders()
        headers["Authorization"] = wrong
        let answer = try await world.send("POST", "/api/verify/", .object([]), headers: headers, authorized: false)
        #expect(answer.status == 401)
        #expect(answer.json == Problem.unauthorized.json)
      }
      for body in [["api_key": .string(key), "api_secret": "wrong"], ["api_key": "frapi_x", "api_secret": "wrong"]]
        as [KeyValuePairs<String, JSONValue?>]
      {
        let answer = try await world.send("POST", "/api/auth/client/", .object(body), authorized: false)
        #expect(answer.status == 401 && answer.json == Problem.unauthorized.json)
      }
    }
  }

  @Test func missingFieldsAreNamed() async throws {
    try await HostWorld.run { world async throws in
      let answer = try await world.send("POST", "/api/core/auth/client/", .object(["api_key": 7]), authorized: false)
      #expect(answer.status == 400)
      #expect(answer.json["details"]?.members?.map(\.name) == ["api_key", "api_secret"])
    }
  }

  @Test func theTwoEndpointsAnswerAsTheirDocumentsSay() async throws {
    try await HostWorld.run { world async throws in
      let body = JSONValue.object([
        "api_key": .string(world.credentials.apiKey.text), "api_secret": .string(world.credentials.secret.reveal()),
      ])
      let core = try await world.send("POST", "/api/core/auth/client/", body, authorized: false)
      #expect(core.json.members?.map(\.name) == ["access_token", "token_type", "expires_in"])
      #expect(core.json["token_type"] == "JWT" && core.json["expires_in"] == 3600)
      let web = try await world.send("POST", "/api/auth/client/", body, authorized: false)
      #expect(web.json.members?.map(\.name) == ["token", "client_id", "expires_at"])
      #expect(web.json["client_id"]?.string == world.tenant.id.rawValue)
      #expect(web.json["expires_at"] == "2025-10-09T09:53:20.000Z")
    }
  }

  @Test func tokensEndWithTheirHourTheirSecretAndTheirTenant() async throws {
    try await HostWorld.run { world async throws in
      func token() throws -> String {
        let found = try world.services.tokens.clientToken(for: world.tenant, via: .core, lifetime: .seconds(3600))
        return "JWT \(found.0)"
      }
      let early = try token()
      #expect(try await Self.status(early, world) == 200)
      world.clock.advance(by: .seconds(3601))
      #expect(try await Self.status(early, world) == 401)
      let late = try token()
      #expect(try await Self.status(late, world) == 200)
      _ = try await world.issuer.rotateSecret(of: world.tenant.id)
      #expect(try await Self.status(late, world) == 401, "a rotated secret ends the tokens made with it")
    }
  }

  @Test func adminsAreNoTenantsBackend() async throws {
    try await HostWorld.run { world async throws in
      let (_, issued) = try await world.issuer.createTenant(name: "operator", role: .admin)
      #expect(try await Self.status("ApiKey \(issued.apiKey.text):\(issued.secret.reveal())", world) == 401)
    }
  }
}
