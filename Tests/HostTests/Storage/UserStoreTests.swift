import Engine
import Testing

@testable import Host

@Suite struct UserStoreTests {
  @Test func usersAreMadeOnce() async throws {
    try await StorageWorld.run { world async throws in
      let persons = try await withThrowingTaskGroup(of: PersonID.self) { group in
        for _ in 0..<40 {
          group.addTask { try await world.users.findOrCreate("u", tenant: world.a, now: StorageWorld.now).person }
        }
        return try await group.reduce(into: Set<PersonID>()) { $0.insert($1) }
      }
      #expect(persons.count == 1)
      #expect(try await world.users.count(tenant: world.a) == 1)
      await #expect(throws: StorageError.notFound) {
        try await world.users.findOrCreate("u", tenant: TenantID("x"), now: StorageWorld.now)
      }
    }
  }

  @Test func tenantsAreApart() async throws {
    try await StorageWorld.run { world async throws in
      let a = try await world.users.findOrCreate("u", tenant: world.a, now: StorageWorld.now)
      let b = try await world.users.findOrCreate("u", tenant: world.b, now: StorageWorld.now)
      #expect(a.person != b.person)
      #expect(try await world.users.find(person: a.person, tenant: world.b) == nil)
      #expect(
        try await world.users.externalIDs(of: [a.person, b.person], tenant: world.a) == [a.person: "u"])
      await #expect(throws: StorageError.notFound) {
        try await world.enrollments.begin(person: b.person, source: .photo, tenant: world.a, now: StorageWorld.now)
      }
      await #expect(throws: StorageError.notFound) {
        try await world.sessions.create(
          NewSession(family: "A", kind: .verification, person: b.person, expiresAt: StorageWorld.now),
          tokenDigest: [1], tenant: world.a, now: StorageWorld.now)
      }
      #expect(try await world.users.delete("u", tenant: world.a, now: StorageWorld.now) != nil)
      #expect(try await world.users.find("u", tenant: world.b) == b)
    }
  }

  @Test func namesAreTakenAsTheyAre() async throws {
    try await StorageWorld.run { world async throws in
      for name in ["a'b", "\"; DROP TABLE users; --", "ü", "u\u{0308}", "", "a\0b", "A", "a", "%", "😀"] {
        let user = try await world.users.findOrCreate(name, tenant: world.a, now: StorageWorld.now)
        #expect(user.externalID.utf8.elementsEqual(name.utf8))
        #expect(try await world.users.find(name, tenant: world.a)?.person == user.person)
      }
      #expect(try await world.users.count(tenant: world.a) == 10)
    }
  }

  @Test func pagesShowEveryUserOnce() async throws {
    try await StorageWorld.run { world async throws in
      for index in 0..<25 {
        _ = try await world.users.findOrCreate(
          "u\(index)", tenant: world.a, now: StorageWorld.now + .milliseconds(index))
      }
      var seen: [String] = []
      var cursor: PageCursor?
      repeat {
        let page = try await world.users.list(tenant: world.a, after: cursor, limit: 10)
        seen += page.items.map(\.externalID)
        cursor = page.next
      } while cursor != nil
      #expect(seen == (0..<25).map { "u\($0)" })
      #expect(try await world.users.list(tenant: world.a, after: PageCursor(rawValue: "' OR 1=1")).items.count == 25)
      #expect(try await world.users.list(tenant: world.a, limit: -1).items.count == 1)
      #expect(try await world.users.list(tenant: world.b).items.isEmpty)
    }
  }

  @Test func deletionLeavesNothingButQueuedRemovals() async throws {
    try await StorageWorld.run { world async throws in
      let (enrollment, faces) = try await world.enroll("u", tenant: world.a, count: 3)
      _ = try await world.sessions.create(
        NewSession(
          family: "A", kind: .enrollment, person: enrollment.person, enrollmentID: enrollment.id,
          expiresAt: StorageWorld.now), tokenDigest: [1], tenant: world.a, now: StorageWorld.now)
      let deletion = try #require(try await world.users.delete("u", tenant: world.a, now: StorageWorld.now))
      #expect(deletion.faces == 3 && deletion.enrollments == 1 && deletion.sessions == 1)
      #expect(deletion.user.faceCount == 3)
      #expect(try await world.users.delete("u", tenant: world.a, now: StorageWorld.now) == nil)
      #expect(try await world.enrollments.find(enrollment.id, tenant: world.a) == nil)
      #expect(try await world.sessions.find(tokenDigest: [1]) == nil)
      #expect(Set(try await world.queuedRemovals(world.a)) == Set(faces.map(\.id)))
      #expect(try await world.queuedRemovals(world.b).isEmpty)
      let writes = try await world.writes.pending(store: StorageWorld.store, model: StorageWorld.model, tenant: world.a)
      try await world.writes.confirm(writes)
      #expect(try await world.writes.count(store: StorageWorld.store) == 0)
    }
  }
}
