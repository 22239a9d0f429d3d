import Engine
import Testing

@testable import Host

@Suite struct SessionStoreTests {
  static func session(_ ttl: Duration = .seconds(300)) -> NewSession {
    NewSession(family: "A", kind: .identification, parameters: #"{"x":1}"#, expiresAt: StorageWorld.now + ttl)
  }

  @Test func oneClientPerSession() async throws {
    try await StorageWorld.run { world async throws in
      let now = StorageWorld.now
      let made = try await world.sessions.create(Self.session(), tokenDigest: [1], tenant: world.a, now: now)
      #expect(made.status == .initialized && made.parameters == #"{"x":1}"# && made.expiresAt == now + .seconds(300))
      let claims = try await withThrowingTaskGroup(of: SessionClaim.self) { group in
        for index in 0..<32 {
          group.addTask { try await world.sessions.claim(tokenDigest: [1], by: "c\(index)", now: now) }
        }
        return try await group.reduce(into: [SessionClaim]()) { $0.append($1) }
      }
      #expect(claims.filter { $0 == .taken }.count == 31)
      #expect(try await world.sessions.find(made.id, tenant: world.a)?.status == .processing)
      #expect(try await world.sessions.release(made.id, tenant: world.a, by: "nobody") == false)
      var released = 0
      for index in 0..<32 where try await world.sessions.release(made.id, tenant: world.a, by: "c\(index)") {
        released += 1
      }
      #expect(released == 1)
      guard case .claimed(let again) = try await world.sessions.claim(tokenDigest: [1], by: "x", now: now) else {
        Issue.record("a released session can be claimed again")
        return
      }
      #expect(again.id == made.id)
      #expect(try await world.sessions.releaseAll() == 1)
    }
  }

  @Test func endsOnce() async throws {
    try await StorageWorld.run { world async throws in
      let now = StorageWorld.now
      let made = try await world.sessions.create(Self.session(), tokenDigest: [1], tenant: world.a, now: now)
      await #expect(throws: StorageError.conflict) {
        try await world.sessions.finish(made.id, tenant: world.a, status: .processing, reason: "", now: now)
      }
      #expect(
        try await world.sessions.finish(made.id, tenant: world.b, status: .completed, reason: "x", now: now) == false)
      #expect(
        try await world.sessions.finish(
          made.id, tenant: world.a, status: .completed, reason: "authenticated", result: "{}", now: now))
      #expect(
        try await world.sessions.finish(made.id, tenant: world.a, status: .failed, reason: "error", now: now) == false)
      let found = try #require(try await world.sessions.find(tokenDigest: [1]))
      #expect(found.status == .completed && found.reason == "authenticated" && found.result == "{}")
      #expect(found.endedAt == now)
      #expect(try await world.sessions.claim(tokenDigest: [1], by: "x", now: now) == .ended(.completed))
      #expect(try await world.sessions.claim(tokenDigest: [2], by: "x", now: now) == .notFound)
      #expect(try await world.sessions.find(made.id, tenant: world.b) == nil)
      #expect(try await world.sessions.list(tenant: world.b).items.isEmpty)
      #expect(try await world.sessions.list(tenant: world.a).items == [found])
      #expect(try await world.sessions.deleteEnded(before: now) == 0)
      #expect(try await world.sessions.deleteEnded(before: now + .seconds(1)) == 1)
    }
  }

  @Test func sweepsMarkOnlyWhatIsOver() async throws {
    try await StorageWorld.run { world async throws in
      let now = StorageWorld.now
      for (digest, ttl) in [([UInt8(1)], 10), ([2], 20), ([3], 30)] {
        _ = try await world.sessions.create(
          Self.session(.seconds(ttl)), tokenDigest: digest, tenant: world.a, now: now)
      }
      _ = try await world.sessions.claim(tokenDigest: [2], by: "x", now: now)
      let later = now + .seconds(20)
      #expect(try await world.sessions.claim(tokenDigest: [1], by: "x", now: later) == .expired)
      let expired = try await world.sessions.expire(now: later)
      #expect(expired.count == 2 && expired.allSatisfy { $0.status == .expired && $0.reason == "expired" })
      #expect(try await world.sessions.expire(now: later).isEmpty)
      #expect(try await world.sessions.claim(tokenDigest: [2], by: "y", now: later) == .expired)
      #expect(try await world.sessions.find(tokenDigest: [3])?.status == .initialized)
    }
  }
}
