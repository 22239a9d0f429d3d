import Engine
import Testing

@testable import Host

@Suite struct EnrollmentStoreTests {
  @Test func facesBecomeActiveTogether() async throws {
    try await StorageWorld.run { world async throws in
      let now = StorageWorld.now
      let person = try await world.users.findOrCreate("u", tenant: world.a, now: now).person
      let pending = try await world.enrollments.begin(person: person, source: .session, tenant: world.a, now: now)
      #expect(pending.status == .pending && pending.externalUserID == "u" && pending.faceCount == 0)
      let faces = try world.faces(3)
      try await world.enrollments.stage(faces, in: pending.id, tenant: world.a, limit: 3, now: now)
      #expect(try await world.enrollments.faces(of: person, tenant: world.a).isEmpty)
      #expect(try await world.enrollments.active(faces.map(\.id), tenant: world.a).isEmpty)
      #expect(try await world.enrollments.pending().map(\.enrollment.id) == [pending.id])
      let done = try await world.enrollments.complete(pending.id, tenant: world.a, addedTo: nil, now: now)
      #expect(done.status == .completed && done.faceCount == 3 && done.endedAt == now)
      #expect(try await world.enrollments.faces(of: person, tenant: world.a).map(\.quality) == [0.8, 0.8, 0.8])
      #expect(try await world.enrollments.active(faces.map(\.id), tenant: world.a).count == 3)
      #expect(try await world.enrollments.active(faces.map(\.id), tenant: world.b).isEmpty)
      #expect(try await world.copies.size(tenant: world.a, model: StorageWorld.model) == 3)
      await #expect(throws: StorageError.conflict) {
        try await world.enrollments.complete(pending.id, tenant: world.a, addedTo: nil, now: now)
      }
      #expect(try await world.enrollments.fail(pending.id, tenant: world.a, reason: "x", now: now) == false)
    }
  }

  @Test func anotherTenantReachesNothing() async throws {
    try await StorageWorld.run { world async throws in
      let now = StorageWorld.now
      let (done, faces) = try await world.enroll("u", tenant: world.a, count: 1)
      #expect(try await world.enrollments.find(done.id, tenant: world.b) == nil)
      #expect(try await world.enrollments.delete(done.id, tenant: world.b, now: now) == false)
      #expect(
        try await world.enrollments.deleteFaces(faces.map(\.id), of: done.person, tenant: world.b, now: now).isEmpty)
      #expect(try await world.enrollments.list(tenant: world.b, person: done.person).items.isEmpty)
      await #expect(throws: StorageError.notFound) {
        try await world.enrollments.stage(try world.faces(1), in: done.id, tenant: world.b, limit: 9, now: now)
      }
      await #expect(throws: StorageError.notFound) {
        try await world.enrollments.complete(done.id, tenant: world.b, addedTo: nil, now: now)
      }
      #expect(try await world.enrollments.active(faces.map(\.id), tenant: world.a).count == 1)
    }
  }

  @Test func theLimitHoldsAgainstConcurrentEnrollments() async throws {
    try await StorageWorld.run { world async throws in
      let now = StorageWorld.now
      let person = try await world.users.findOrCreate("u", tenant: world.a, now: now).person
      let staged = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<10 {
          group.addTask {
            let pending = try await world.enrollments.begin(person: person, source: .photo, tenant: world.a, now: now)
            do {
              try await world.enrollments.stage(
                try world.faces(2), in: pending.id, tenant: world.a, limit: 5, now: now)
              _ = try await world.enrollments.complete(pending.id, tenant: world.a, addedTo: nil, now: now)
              return 2
            } catch StorageError.limitReached(5) { return 0 }
          }
        }
        return try await group.reduce(0, +)
      }
      // Two by two up to five: the third pair fits only by half, and so not at all.
      #expect(staged == 4)
      #expect(try await world.enrollments.faces(of: person, tenant: world.a).count == 4)
    }
  }

  @Test func failedAndCutOffEnrollmentsLeaveNothing() async throws {
    try await StorageWorld.run { world async throws in
      let now = StorageWorld.now
      let person = try await world.users.findOrCreate("u", tenant: world.a, now: now).person
      let failing = try await world.enrollments.begin(person: person, source: .session, tenant: world.a, now: now)
      let cut = try await world.enrollments.begin(person: person, source: .session, tenant: world.a, now: now)
      let faces = try world.faces(4)
      try await world.enrollments.stage(Array(faces[..<2]), in: failing.id, tenant: world.a, limit: 9, now: now)
      try await world.enrollments.stage(Array(faces[2...]), in: cut.id, tenant: world.a, limit: 9, now: now)
      #expect(try await world.enrollments.fail(failing.id, tenant: world.a, reason: "liveness_failed", now: now))
      #expect(try await world.enrollments.failAllPending(before: now, reason: "error", now: now) == 0)
      #expect(
        try await world.enrollments.failAllPending(before: now + .milliseconds(1), reason: "error", now: now) == 1)
      #expect(try await world.enrollments.find(failing.id, tenant: world.a)?.reason == "liveness_failed")
      #expect(try await world.enrollments.find(cut.id, tenant: world.a)?.status == .failed)
      #expect(Set(try await world.queuedRemovals(world.a)) == Set(faces.map(\.id)))
      #expect(try await world.users.find("u", tenant: world.a)?.faceCount == 0)
      await #expect(throws: StorageError.conflict) {
        try await world.enrollments.stage(try world.faces(1), in: cut.id, tenant: world.a, limit: 9, now: now)
      }
      // An enrollment that staged nothing can't complete.
      let empty = try await world.enrollments.begin(person: person, source: .session, tenant: world.a, now: now)
      await #expect(throws: StorageError.conflict) {
        try await world.enrollments.complete(empty.id, tenant: world.a, addedTo: nil, now: now)
      }
      #expect(try await world.enrollments.find(empty.id, tenant: world.a)?.status == .pending)
    }
  }

  @Test func deletion() async throws {
    try await StorageWorld.run { world async throws in
      let now = StorageWorld.now
      let (done, faces) = try await world.enroll("u", tenant: world.a, count: 3)
      let one = [faces[0].id, FaceID("unknown")]
      #expect(
        try await world.enrollments.deleteFaces(one, of: done.person, tenant: world.a, now: now) == [faces[0].id])
      #expect(try await world.users.find("u", tenant: world.a)?.faceCount == 2)
      #expect(try await world.enrollments.delete(done.id, tenant: world.a, now: now))
      #expect(Set(try await world.queuedRemovals(world.a)) == Set(faces.map(\.id)))
      let pending = try await world.enrollments.begin(person: done.person, source: .photo, tenant: world.a, now: now)
      await #expect(throws: StorageError.conflict) {
        try await world.enrollments.delete(pending.id, tenant: world.a, now: now)
      }
    }
  }
}
