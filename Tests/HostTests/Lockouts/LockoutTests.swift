import Engine
import Testing

@testable import Host

/// Lock-outs through a whole host.
@Suite struct LockoutTests {
  private static let failure = SessionOutcome(status: .failed, reason: .livenessFailed)
  private static let success = SessionOutcome(status: .completed, reason: .enrolled)
  private static let device = JSONValue.object(["user_id": "ann", "device_info": .object(["device_id": "cam-1"])])

  private static func create(_ body: JSONValue, _ world: HostWorld) async throws -> (status: Int, json: JSONValue) {
    let answer = try await world.send("POST", "/api/auth/enrollment/", body)
    return (answer.status, answer.json)
  }

  private static func note(
    _ outcome: SessionOutcome, times: Int = 1, sawSpoof: Bool = false, _ subjects: [LockoutSubject], _ world: HostWorld
  ) async throws {
    for _ in 0..<times {
      try await world.services.sessions.conclusion.lockouts.note(
        outcome, sawSpoof: sawSpoof, of: subjects, tenant: world.tenant.id, policy: LockoutPolicy())
    }
  }

  @Test func aUserWhoFailsFiveTimesWaits() async throws {
    try await HostWorld.run { world async throws in
      let ann = LockoutSubject.user(PersonID("ann"))
      try await Self.note(Self.failure, times: 4, [ann], world)
      #expect(try await Self.create(.object(["user_id": "ann"]), world).status == 201)
      try await Self.note(Self.failure, [ann], world)
      let answer = try await world.send("POST", "/api/auth/enrollment/", .object(["user_id": "ann"]))
      #expect(answer.status == 429)
      #expect(answer.headers["Retry-After"] == "60")
      #expect(answer.json["type"] == "https://kenali.dev/problems/locked_out")
      #expect(try await Self.create(.object(["user_id": "ben"]), world).status == 201, "others are not locked out")
      world.clock.advance(by: .seconds(60))
      #expect(try await Self.create(.object(["user_id": "ann"]), world).status == 201)
      #expect(world.log.lines.contains { $0.event == "locked_out" })
    }
  }

  @Test func aDeviceIsCountedBesideItsUsers() async throws {
    try await HostWorld.run { world async throws in
      try await Self.note(Self.failure, times: 5, [.device("cam-1")], world)
      #expect(try await Self.create(Self.device, world).status == 429)
      #expect(try await Self.create(.object(["user_id": "ann"]), world).status == 201)
      // One's own success says nothing of the others whom the device tried.
      try await Self.note(Self.success, [.user(PersonID("ann")), .device("cam-1")], world)
      #expect(try await Self.create(Self.device, world).status == 429)
    }
  }

  @Test func aSuccessClearsTheUser() async throws {
    try await HostWorld.run { world async throws in
      let ann = LockoutSubject.user(PersonID("ann"))
      try await Self.note(Self.failure, times: 4, [ann], world)
      try await Self.note(Self.success, [ann], world)
      try await Self.note(Self.failure, times: 4, [ann], world)
      #expect(try await Self.create(.object(["user_id": "ann"]), world).status == 201)
    }
  }

  @Test(arguments: [
    (SessionReason.livenessFailed, false, true), (.notRecognized, false, true), (.ambiguous, false, true),
    (.frameBudgetExceeded, false, true), (.manualStop, false, false), (.manualStop, true, true),
    (.expired, true, true), (.lowQualityAbort, false, false), (.error, true, false),
  ])
  func whichEndsAreFailures(_ reason: SessionReason, sawSpoof: Bool, counts: Bool) {
    #expect(Lockouts.isFailure(SessionOutcome(status: .failed, reason: reason), sawSpoof: sawSpoof) == counts)
  }

  @Test func deviceIDsStandWhereTheDocumentsPutThem() throws {
    for body: JSONValue in [
      .object(["device_id": "d"]), .object(["device_info": .object(["device_id": "d"])]),
      .object(["metadata": .object(["device_id": "d"])]),
      .object(["metadata": .object(["device_info": .object(["device_id": "d", "platform": "web"])])]),
    ] {
      #expect(try LockoutSubject.of(.identification, body: body) == [.device("d")])
    }
    let none = JSONValue.object(["device_info": .object(["platform": "web", "device_id": .null])])
    #expect(try LockoutSubject.of(.identification, body: none).isEmpty)
    #expect(throws: Problem.self) {
      try LockoutSubject.of(.identification, body: .object(["device_id": 7]))
    }
  }
}
