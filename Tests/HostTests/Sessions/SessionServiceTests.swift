import Engine
import Testing
import Web

@testable import Host

@Suite struct SessionServiceTests {
  /// What the handshake with a token comes to: the close code, or 0 where it is accepted.
  private static func connect(_ token: String, _ world: HostWorld) -> Int {
    switch world.services.sessions.connect(token: token) {
    case .accept: 0
    case .acceptThenClose(let code, _, _, _): code
    case .reject(let response): response.status
    }
  }

  private static func create(
    _ body: JSONValue, _ world: HostWorld, at path: String = "/api/auth/authentication/"
  ) async throws -> JSONValue {
    let answer = try await world.send("POST", path, body)
    #expect(answer.status == 201)
    return answer.json
  }

  @Test func whatCreationAnswers() async throws {
    try await HostWorld.run { world async throws in
      let enrollment = try await Self.create(.object(["user_id": "ann"]), world, at: "/api/auth/enrollment/")
      #expect(
        enrollment.members?.map(\.name) == [
          "session_token", "enrollment_id", "status", "target_samples", "session_type", "expires_at", "websocket_url",
          "message",
        ])
      #expect(enrollment["status"] == "pending" && enrollment["target_samples"] == 3)
      #expect(enrollment["expires_at"] == "2025-10-09T08:58:20.000Z")
      let token = try #require(enrollment["session_token"]?.string)
      #expect(enrollment["websocket_url"]?.string == "ws://localhost/ws/auth/process-image/\(token)/")
      let identification = try await Self.create(.object([]), world)
      #expect(identification["session_type"] == "identification" && identification["status"] == "active")
      #expect(identification["min_frames_required"] == 3)
      let other = try await Self.create(.object(["session_type": "enrollment", "user_id": 42]), world)
      #expect(other["session_type"] == "enrollment" && other["enrollment_id"] != nil)
    }
  }

  @Test func whatCreationRefuses() async throws {
    try await HostWorld.run { world async throws in
      for (path, body, status, kind) in [
        ("enrollment", JSONValue.object([]), 400, "missing_fields"),
        ("enrollment", .object(["user_id": .null]), 400, "missing_fields"),
        ("enrollment", .object(["user_id": true]), 400, "invalid_user_id"),
        ("enrollment", .object(["user_id": ""]), 400, "invalid_user_id"),
        ("authentication", .object(["user_id": "nobody"]), 404, "not_found"),
        ("authentication", .object(["target_samples": 1]), 400, "invalid_session_settings"),
      ] {
        let answer = try await world.send("POST", "/api/auth/\(path)/", body)
        #expect(answer.status == status)
        #expect(answer.json["type"]?.string == "https://kenali.dev/problems/\(kind)")
      }
      #expect(world.services.sessions.count == 0)
    }
  }

  @Test func aTokenIsGoodForOneSessionAndItsTime() async throws {
    try await HostWorld.run { world async throws in
      let created = try await Self.create(.object([]), world)
      let token = try #require(created["session_token"]?.string)
      #expect(Self.connect(token, world) == 0)
      #expect(Self.connect(token + "x", world) == 4404)
      #expect(Self.connect("", world) == 4404)
      world.clock.advance(by: .seconds(300))
      #expect(Self.connect(token, world) == 4401)
      await world.services.sessions.sweep()
      #expect(Self.connect(token, world) == 4404)
      #expect(world.services.sessions.count == 0)
      let line = try #require(world.log.lines.last { $0.event == "session_ended" })
      #expect(line.fields["reason"] == "expired")
      let record = try await SessionStore(database: world.services.database).list(tenant: world.tenant.id).items.first
      #expect(record?.status == .expired)
    }
  }

  @Test func aDisabledTenantsSessionsEndAndNobodyElses() async throws {
    try await HostWorld.run { world async throws in
      let (_, issued) = try await world.issuer.createTenant(name: "other")
      let own = try #require(try await Self.create(.object([]), world)["session_token"]?.string)
      let theirs = try await world.send(
        "POST", "/api/auth/authentication/",
        headers: ["Authorization": "ApiKey \(issued.apiKey.text):\(issued.secret.reveal())"])
      await world.services.sessions.endAll(of: [world.tenant.id])
      #expect(Self.connect(own, world) == 4401)
      #expect(Self.connect(try #require(theirs.json["session_token"]?.string), world) == 0)
    }
  }

  @Test func aFullHostRefusesAndLeavesNothingLive() async throws {
    let document = ConfigurationValue.map([.init("sessions", .map([.init("max_live", .integer(1))]))])
    try await HostWorld.run(document) { world async throws in
      let (_, issued) = try await world.issuer.createTenant(name: "other")
      let other: HTTPHeaders = ["Authorization": "ApiKey \(issued.apiKey.text):\(issued.secret.reveal())"]
      #expect(try await world.send("POST", "/api/auth/authentication/", headers: other).status == 201)
      let refused = try await world.send("POST", "/api/auth/authentication/", .object([]))
      #expect(refused.status == 503 && refused.headers["Retry-After"] == "1")
      let records = try await SessionStore(database: world.services.database).list(tenant: world.tenant.id).items
      #expect(records.map(\.status.isFinal) == [true], "the refused session's row must have an end")
    }
  }
}
