import Engine
import Testing

@testable import Host

@Suite struct SessionConclusionTests {
  /// A session in the database that has all its frames, and what concludes it.
  private struct Trial {
    let world: RecognitionWorld
    let conclusion: SessionConclusion
    let session: LiveSession

    init(
      _ purpose: SessionPurpose, seen degrees: Double, in world: RecognitionWorld,
      recognition: RecognitionSettings = .threshold(0.6)
    ) async throws {
      self.world = world
      let tenant = world.storage.a
      conclusion = SessionConclusion(
        recognizer: world.recognizer, enroller: world.enroller,
        results: ResultSealer(
          tenants: world.storage.tenants, box: try SealedBox(masterKey: MasterKey(SecretBytes(0..<32))),
          now: { StorageWorld.now }), records: world.storage.sessions,
        registry: SessionRegistry(limit: 10), lockouts: world.lockouts, log: world.log,
        now: { StorageWorld.now + .seconds(9) })
      let record = try await world.storage.sessions.create(
        NewSession(family: "integration", kind: SessionKind(purpose), expiresAt: StorageWorld.now + .seconds(300)),
        tokenDigest: Array("\(UInt64.random(in: .min ... .max))".utf8), tenant: tenant, now: StorageWorld.now)
      session = LiveSession.of(
        purpose, id: record.id, tenant: tenant, recognition: recognition, subjects: [.device("cam")])
      session.take(.face(), at: degrees)
    }

    func conclude() async throws {
      guard case .conclude(let work) = session.next() else {
        Issue.record("a session with its one frame is ready to conclude")
        return
      }
      await conclusion.conclude(session, work)
    }

    var record: SessionRecord? {
      get async throws { try await world.storage.sessions.find(session.id, tenant: session.tenant) }
    }

    /// The log's line of the end.
    var end: RecordedLog.Line? {
      world.log.lines.last { ["face_enrolled", "face_authenticated", "session_ended"].contains($0.event) }
    }
  }

  @Test func aFifthFailureLocksTheDeviceOutAndASessionThatWasThereAlreadyFails() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 0)
      for failure in 0..<5 {
        #expect(try await world.lockouts.isFree("cam", tenant: world.storage.a), "after \(failure)")
        let trial = try await Trial(.identification, seen: 90, in: world)
        try await trial.conclude()
        #expect(trial.session.outcome?.reason == .notRecognized)
      }
      #expect(try await !world.lockouts.isFree("cam", tenant: world.storage.a))
      let known = try await Trial(.identification, seen: 10, in: world)
      try await known.conclude()
      #expect(known.session.outcome?.reason == .error)
    }
  }

  @Test func aKnownFaceIsAuthenticated() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 0)
      let trial = try await Trial(.identification, seen: 10, in: world)
      try await trial.conclude()
      #expect(trial.session.outcome?.reason == .authenticated)
      #expect(trial.session.outcome?.person == PersonID("ann"))
      let record = try #require(try await trial.record)
      #expect(record.status == .completed && record.reason == "authenticated")
      #expect(record.endedAt == StorageWorld.now + .seconds(9))
      let line = try #require(trial.end)
      #expect(line.event == "face_authenticated" && line.level == .info && line.component == "sessions")
      #expect(line.fields["confidence"] == "0.9848")
      #expect(line.fields["session_id"] == trial.session.id)
      #expect(line.fields["client_id"] == "tenant-a")
      #expect(line.fields["session_type"] == "identification")
      #expect(line.fields["processing_time"] != nil)
    }
  }

  @Test func aStrangerIsNot() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 0)
      let trial = try await Trial(.identification, seen: 90, in: world)
      try await trial.conclude()
      #expect(trial.session.outcome == SessionOutcome(status: .failed, reason: .notRecognized))
      #expect(try await trial.record?.reason == "not_recognized")
      #expect(trial.end?.event == "session_ended")
      #expect(trial.end?.fields["confidence"] == nil)
    }
  }

  @Test func someoneElseThanClaimedIsNotVerified() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 0)
      try await world.enroll("ben", at: 90)
      let wrong = try await Trial(.verification(PersonID("ann")), seen: 90, in: world)
      try await wrong.conclude()
      #expect(wrong.session.outcome == SessionOutcome(status: .failed, reason: .notRecognized))
    }
  }

  @Test func aUserWhoWasDeletedMeanwhileIsNotRecognised() async throws {
    try await RecognitionWorld.run { world async throws in
      let trial = try await Trial(.verification(PersonID("gone")), seen: 0, in: world)
      try await trial.conclude()
      #expect(trial.session.outcome == SessionOutcome(status: .failed, reason: .notRecognized))
    }
  }

  @Test func anEnrollmentStoresItsSamplesUnderTheSessionsID() async throws {
    try await RecognitionWorld.run { world async throws in
      let trial = try await Trial(.enrollment(PersonID("ann")), seen: 0, in: world)
      try await trial.conclude()
      #expect(trial.session.outcome?.reason == .enrolled)
      let enrollment = try await world.storage.enrollments.find(trial.session.id, tenant: world.storage.a)
      #expect(enrollment?.status == .completed && enrollment?.source == .session)
      #expect(trial.end?.event == "face_enrolled")
      #expect(try await world.identify(0).verdict.name == "match")
    }
  }

  @Test func aRefusedDuplicateFailsAndStoresNothing() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 0)
      var recognition = RecognitionSettings.threshold(0.6)
      recognition.refuseDuplicates = true
      let trial = try await Trial(.enrollment(PersonID("ben")), seen: 0, in: world, recognition: recognition)
      try await trial.conclude()
      #expect(trial.session.outcome == SessionOutcome(status: .failed, reason: .error))
      #expect(world.store.stored.count == 1)
      #expect(try await trial.record?.status == .failed)
      #expect(!world.log.lines.contains { $0.level == .error }, "a refusal is no failure of the server")
    }
  }

  @Test(arguments: [SessionPurpose.identification, .verification(PersonID("ann")), .enrollment(PersonID("ben"))])
  func aStoreThatIsAwayFailsTheSession(purpose: SessionPurpose) async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann", at: 0)
      let trial = try await Trial(purpose, seen: 0, in: world)
      for call in [MemoryGallery.Call.search, .faces, .add] {
        world.store.fail(call, with: VectorStoreError.unavailable("the store is away"))
      }
      try await trial.conclude()
      #expect(trial.session.outcome == SessionOutcome(status: .failed, reason: .error))
      #expect(try await trial.record?.reason == "error")
      let line = try #require(world.log.lines.first { $0.event == "session_conclusion_failed" })
      #expect(line.level == .error && line.fields["reason"] == "the store is away")
      #expect(world.store.stored.count == 1)
    }
  }

  @Test func aSessionEndsOnce() async throws {
    try await RecognitionWorld.run { world async throws in
      let trial = try await Trial(.identification, seen: 0, in: world)
      trial.session.withMachine { $0.cancel() }
      await trial.conclusion.finish(trial.session)
      await trial.conclusion.finish(trial.session)
      #expect(world.log.lines.filter { $0.event == "session_ended" }.count == 1)
      #expect(try await trial.record?.status == .cancelled)
      #expect(try await trial.record?.reason == "manual_stop")
    }
  }

  /// The stored keys of `StorageWorld`'s tenants open with no master key.
  @Test func aResultThatCannotBeEncryptedIsLoggedAndTheSessionStillCompletes() async throws {
    try await RecognitionWorld.run { world async throws in
      let trial = try await Trial(.enrollment(PersonID("ann")), seen: 0, in: world)
      try await trial.conclude()
      let line = try #require(world.log.lines.first { $0.event == "result_not_encrypted" })
      #expect(line.level == .error)
      #expect(try await trial.record?.status == .completed)
    }
  }

  @Test func noLineCarriesTheTokenOrTheUser() async throws {
    try await RecognitionWorld.run { world async throws in
      try await world.enroll("ann-the-user", at: 0)
      let trial = try await Trial(.verification(PersonID("ann-the-user")), seen: 0, in: world)
      try await trial.conclude()
      let texts = world.log.lines.flatMap { Array($0.fields.values) + [$0.event] }
      #expect(!texts.isEmpty)
      #expect(!texts.contains { $0.contains("sess_") || $0.contains("ann-the-user") })
    }
  }
}

extension Lockouts {
  /// Whether a device may begin a session.
  fileprivate func isFree(_ device: String, tenant: TenantID) async throws -> Bool {
    do {
      try await check([.device(device)], tenant: tenant)
      return true
    } catch is Problem {
      return false
    }
  }
}
