import Engine
import Testing

@testable import Host

@Suite struct TenantStoreTests {
  @Test func createFindAndList() async throws {
    try await StorageWorld.run { world async throws in
      let a = try #require(try await world.tenants.find(world.a))
      #expect(a.name == "same name" && a.isEnabled && a.role == .client && a.credentialVersion == 1)
      #expect(a.createdAt == StorageWorld.now)
      #expect(try await world.tenants.find(apiKeyDigest: [1, 1])?.tenant.id == world.b)
      #expect(try await world.tenants.find(apiKeyDigest: [9]) == nil)
      #expect(try await world.tenants.find(TenantID("x")) == nil)
      let first = try await world.tenants.list(limit: 1)
      #expect(first.items.map(\.id) == [world.a])
      let second = try await world.tenants.list(after: first.next, limit: 1)
      #expect(second.items.map(\.id) == [world.b] && second.next == nil)
    }
  }

  @Test func idsAndKeysAreUnique() async throws {
    try await StorageWorld.run { world async throws in
      await #expect(throws: StorageError.duplicate) {
        try await world.tenants.create(
          id: world.a, name: "x", credentials: StorageWorld.credentials(7), now: StorageWorld.now)
      }
      await #expect(throws: StorageError.duplicate) {
        try await world.tenants.create(
          id: TenantID("c"), name: "x", credentials: StorageWorld.credentials(0), now: StorageWorld.now)
      }
    }
  }

  @Test func rotationsDoNotOverwriteEachOther() async throws {
    try await StorageWorld.run { world async throws in
      var new = StorageWorld.credentials(0)
      new.secretHash = "new"
      let changed = try await world.tenants.replaceCredentials(
        of: world.a, with: new, replacing: 1, now: StorageWorld.now)
      #expect(changed.credentialVersion == 2)
      await #expect(throws: StorageError.conflict) {
        try await world.tenants.replaceCredentials(of: world.a, with: new, replacing: 1, now: StorageWorld.now)
      }
      await #expect(throws: StorageError.notFound) {
        try await world.tenants.replaceCredentials(of: TenantID("x"), with: new, replacing: 1, now: StorageWorld.now)
      }
      #expect(try await world.tenants.credentials(of: world.a)?.secretHash == "new")
    }
  }

  @Test func settings() async throws {
    try await StorageWorld.run { world async throws in
      let settings = TenantSettings(database: world.database)
      #expect(try await settings.get(world.a) == .init(json: "{}", version: 1))
      #expect(try await settings.set(#"{"a":1}"#, for: world.a, replacing: 1, now: StorageWorld.now) == 2)
      await #expect(throws: StorageError.conflict) {
        try await settings.set("{}", for: world.a, replacing: 1, now: StorageWorld.now)
      }
      #expect(try await settings.get(world.a) == .init(json: #"{"a":1}"#, version: 2))
      #expect(try await settings.get(world.b)?.version == 1)
      #expect(try await settings.get(TenantID("x")) == nil)
    }
  }

  @Test func deletionTakesEverythingAndQueuesVectors() async throws {
    try await StorageWorld.run { world async throws in
      let (_, faces) = try await world.enroll("u", tenant: world.a, count: 2)
      _ = try await world.enroll("u", tenant: world.b, count: 1)
      #expect(try await world.tenants.delete(world.a, now: StorageWorld.now))
      #expect(try await world.tenants.find(world.a) == nil)
      #expect(try await world.users.find("u", tenant: world.a) == nil)
      #expect(try await world.users.find("u", tenant: world.b)?.faceCount == 1)
      #expect(Set(try await world.queuedRemovals(world.a)) == Set(faces.map(\.id)))
      #expect(try await world.tenants.delete(world.a, now: StorageWorld.now) == false)
    }
  }
}
