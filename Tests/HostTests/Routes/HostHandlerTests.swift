import Engine
import Testing
import Web

@testable import Host

@Suite struct HostHandlerTests {
  @Test func everyAnswerCarriesARequestIDAndIsNeverCached() async throws {
    try await HostWorld.run { world async throws in
      for (method, target) in [("GET", "/health/"), ("GET", "/none/"), ("PUT", "/health/"), ("POST", "/api/verify/")] {
        let answer = try await world.send(method, target, authorized: false)
        #expect(answer.headers["X-Request-Id"]?.count == 36)
        #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
        #expect(answer.headers["Cache-Control"] == "no-store")
      }
      #expect(try await world.send("GET", "/api/schema/").headers["Cache-Control"] == "max-age=300")
    }
  }

  @Test func aHarmlessRequestIDIsKeptAndAnyOtherReplaced() async throws {
    try await HostWorld.run { world async throws in
      func answered(_ id: String) async throws -> String? {
        try await world.send("GET", "/health/", headers: ["X-Request-Id": id]).headers["X-Request-Id"]
      }
      for id in ["a", "A-1_b.c", String(repeating: "x", count: 128)] { #expect(try await answered(id) == id) }
      for id in ["", "a b", "a\nb", "\"", "ü", "<script>", "a/b", String(repeating: "x", count: 129)] {
        #expect(try await answered(id)?.count == 36)
      }
    }
  }

  @Test func oneLogLinePerRequestWithoutCredentialsOrNames() async throws {
    try await HostWorld.run { world async throws in
      _ = try await world.send("GET", "/api/users/ann/faces/?x=secret", headers: ["X-Request-Id": "r1"])
      _ = try await world.send("GET", "/ws/auth/process-image/sess_alive/", headers: ["X-Request-Id": "r2"])
      let lines = world.log.lines.filter { $0.event == "request" }
      #expect(lines.map { $0.fields["request_id"] } == ["r1", "r2"])
      #expect(lines.map { $0.fields["path"] } == ["/api/users/{user_id}/faces/", "/*/auth/*/*"])
      #expect(lines.map { $0.fields["status"] } == ["404", "404"])
      #expect(lines.map { $0.fields["method"] } == ["GET", "GET"])
      let texts = world.log.lines.flatMap { Array($0.fields.values) }
      #expect(!texts.contains { $0.contains("ann") || $0.contains("alive") || $0.contains("secret") })
      #expect(!texts.contains { $0.contains(world.credentials.secret.reveal()) })
    }
  }

  @Test func wrongPathsAndMethods() async throws {
    try await HostWorld.run { world async throws in
      let nothing = try await world.send("GET", "/none/")
      #expect(nothing.status == 404 && nothing.json["code"] == 404)
      #expect(nothing.headers["Content-Type"] == "application/problem+json")
      let wrong = try await world.send("DELETE", "/api/users/ann/faces/f1")
      #expect(wrong.status == 404, "this one is a route; ann is not there")
      let method = try await world.send("PATCH", "/api/users/ann/faces/")
      #expect(method.status == 405 && method.headers["Allow"] == "DELETE, GET, POST")
      #expect(method.json["detail"] == "This path does not take PATCH; it takes DELETE, GET, POST.")
    }
  }

  /// The cause is logged under the request's id, and the caller is told nothing of it.
  @Test func anUnexpectedErrorLeaksNothing() async throws {
    try await HostWorld.run { world async throws in
      let cause = "/var/lib/kenali/gallery.bin: SELECT secret FROM tenants [0.12, 0.34]"
      world.store.fail(.search, with: ComponentError.failed(cause))
      let answer = try await world.send(
        "POST", "/api/identify/", HostWorld.image(FakePicture()), headers: ["X-Request-Id": "r1"])
      #expect(answer.status == 500)
      #expect(answer.json == Problem.internalError.json)
      let line = try #require(world.log.lines.first { $0.event == "request_failed" })
      #expect(line.level == .error && line.fields == ["request_id": "r1", "reason": cause])
    }
  }

  @Test func aStoreThatIsAwayIsSaidAndWorthATry() async throws {
    try await HostWorld.run { world async throws in
      world.store.fail(.search, with: VectorStoreError.unavailable("10.0.0.7"))
      let answer = try await world.send("POST", "/api/identify/", HostWorld.image(FakePicture()))
      #expect(answer.status == 503 && answer.headers["Retry-After"] == "5")
      #expect(answer.json["type"] == "https://kenali.dev/problems/store_unavailable")
      #expect(!answer.json.text.contains("10.0.0.7"))
    }
  }

  @Test func preflightsNeedNoCredential() async throws {
    try await HostWorld.run { world async throws in
      let answer = try await world.send(
        "OPTIONS", "/api/verify/", headers: ["Origin": "https://a.example", "Access-Control-Request-Method": "POST"],
        authorized: false)
      #expect(answer.status == 204 && answer.headers["Access-Control-Allow-Origin"] == "*")
    }
  }

  @Test func onlyTheDocumentedWebSocketPathIsOne() async throws {
    try await HostWorld.run { world async throws in
      for target in ["/ws/auth/process-image/", "/ws/auth/other/sess_x/", "/ws/auth/process-image/a/b/", "/", "/ws"] {
        guard case .reject(let response) = await world.handler.upgrade(try #require(HTTPRequest(target: target))) else {
          Issue.record("\(target) was not rejected")
          continue
        }
        #expect(response.status == 404)
      }
      let unknown = try #require(HTTPRequest(target: "/ws/auth/process-image/sess_unknown/"))
      guard case .acceptThenClose(let code, _, let message, let headers) = await world.handler.upgrade(unknown) else {
        Issue.record("a browser's script learns of a refusal only by a close")
        return
      }
      #expect(code == 4404)
      #expect(headers["X-Request-Id"]?.count == 36)
      #expect(message.flatMap { JSONValue.parse(Array($0.utf8)) }?["details"]?["reason"] == "session_not_found")
    }
  }
}
