import Engine
import Testing

/// One person may leave and another come; no face turns into another while the camera watches.
@Suite struct IdentityChangeTests {
  private static let victim = Embedding.along(0)
  private static let attacker = Embedding.along(1)
  /// A good frame with others beside the face that counts.
  private static let crowd = FrameObservation.seen(obstacles: [Obstacle(kind: .multipleFaces, confidence: 0.9)])

  private func driver(_ checks: (id: String, check: any LivenessCheck)...) throws -> SessionDriver {
    var driver = SessionDriver(
      .identification, SessionRules(liveness: LivenessPolicy(rule: .any), sameFaceSimilarity: 0.5), checks: checks)
    for _ in 0..<3 { try driver.send(.seen(), embedding: Self.victim) }
    return driver
  }

  @Test func aFaceThatTurnsIntoAnotherEndsTheSession() throws {
    var driver = try driver()
    var frames = 0
    while driver.machine.outcome == nil, frames < 30 {
      _ = try driver.send(.seen(), embedding: Self.attacker)
      frames += 1
    }
    #expect(driver.machine.outcome == SessionOutcome(status: .failed, reason: .livenessFailed))
    // A look at least once a second, and then one frame more to be sure.
    #expect(frames <= 12)
  }

  @Test func oneOddFrameIsNotAnotherPerson() throws {
    var driver = try driver()
    for frame in 0..<60 {
      try driver.send(.seen(), embedding: frame.isMultiple(of: 20) ? Self.attacker : Self.victim)
    }
    #expect(driver.machine.outcome == nil)
    #expect(driver.machine.samples.map(\.embedding) == [Self.victim, Self.victim, Self.victim])
  }

  @Test("nothing is concluded on a frame that shows another face")
  func doubt() throws {
    let policy = LivenessPolicy(rule: .any, requiredBlinks: 0, requiredMotion: 0, mandatory: ["c"])
    // Live at the tenth frame, which is the first after the samples to be held against them.
    let steps = [LivenessEvidence](repeating: .passive(.undecided), count: 9) + [.passive(.live)]
    for (last, concludes) in [(Self.attacker, false), (Self.victim, true)] {
      var driver = SessionDriver(
        .identification, SessionRules(liveness: policy, sameFaceSimilarity: 0.5), checks: [("c", ScriptedCheck(steps))])
      for _ in 0..<9 { try driver.send(.seen(), embedding: Self.victim) }
      #expect(try driver.send(.seen(), embedding: last).liveness.verified)
      var isConcluded = false
      if case .conclude = driver.machine.next { isConcluded = true }
      #expect(isConcluded == concludes)
    }
  }

  @Test func twoUnlikeFramesThatAreUnlikeEachOtherAreNoPerson() throws {
    var driver = try driver()
    for index in 0..<12 { try driver.send(.seen(), embedding: .along(1 + index % 2)) }
    #expect(driver.machine.outcome == nil)
    #expect(driver.machine.samples.count == 3)
  }

  @Test func framesOfTwoPeopleInTurnEndTheSession() throws {
    var driver = try driver()
    for frame in 0..<40 where driver.machine.outcome == nil {
      try driver.send(.seen(), embedding: frame.isMultiple(of: 2) ? Self.attacker : Self.victim)
    }
    #expect(driver.machine.outcome?.reason == .livenessFailed)
  }

  @Test("a face that turns into another is seen though others stand beside it")
  func changedAmongOthers() throws {
    var driver = try driver()
    try driver.send(Self.crowd, times: 10)
    #expect(driver.machine.outcome == nil, "the same face")
    // A bystander is the largest now and then, which hides nothing.
    var nearer = Self.crowd
    nearer.face?.face.box.x += 200
    for frame in 0..<20 where driver.machine.outcome == nil {
      try driver.send(frame.isMultiple(of: 4) ? nearer : Self.crowd, embedding: Self.attacker)
    }
    #expect(driver.machine.outcome?.reason == .livenessFailed)
  }

  @Test("a bystander who comes nearer is no fraud, and throws no samples away")
  func bystander() throws {
    var crowd = Self.crowd
    crowd.face?.face.box.x += 200
    var driver = try driver()
    for _ in 0..<20 { try driver.send(crowd, embedding: Self.attacker) }
    #expect(driver.machine.outcome == nil)
    #expect(driver.machine.samples.count == 3)
    try driver.send(.seen(), embedding: Self.victim)
    #expect(driver.machine.samples.count == 3)
  }

  @Test("a face that was there before the samples, among others, must be the samples'", arguments: [false, true])
  func changedBeforeTheSamples(steppedAside: Bool) throws {
    var crowd = Self.crowd
    if steppedAside { crowd.face?.face.box.x += 200 }
    var driver = SessionDriver(
      .identification, SessionRules(liveness: LivenessPolicy(rule: .any), sameFaceSimilarity: 0.5))
    for _ in 0..<10 { try driver.send(crowd, embedding: Self.victim) }
    for _ in 0..<3 where driver.machine.outcome == nil { try driver.send(.seen(), embedding: Self.attacker) }
    // A bystander who stood elsewhere is somebody else.
    #expect(driver.machine.outcome?.reason == (steppedAside ? nil : .livenessFailed))
    #expect(driver.machine.samples.count == (steppedAside ? 3 : 0))
  }

  @Test("who was there before, and left, is no part of the session")
  func goneBeforeTheSamples() throws {
    var driver = SessionDriver(
      .identification, SessionRules(liveness: LivenessPolicy(rule: .any), sameFaceSimilarity: 0.5))
    for _ in 0..<10 { try driver.send(Self.crowd, embedding: Self.victim) }
    try driver.send(.empty)
    for _ in 0..<3 { try driver.send(.seen(), embedding: Self.attacker) }
    #expect(driver.machine.outcome == nil)
    #expect(driver.machine.samples.count == 3)
  }

  @Test func afterAPauseAnotherMayCome() throws {
    var driver = try driver()
    // The camera saw nothing for a second: no frame at all.
    for _ in 0..<10 { _ = driver.admit() }
    for _ in 0..<3 { try driver.send(.seen(), embedding: Self.attacker) }
    #expect(driver.machine.outcome == nil)
    #expect(driver.machine.samples.allSatisfy { $0.embedding == Self.attacker })
  }

  @Test func whoComesAnewIsASampleOnlyWhereObstaclesWereLookedFor() throws {
    var driver = try driver()
    try driver.send(.empty)
    var unseen = FrameObservation.seen()
    unseen.obstaclesLookedFor = false
    try driver.send(unseen, embedding: Self.attacker)
    let progress = try driver.send(unseen, embedding: Self.attacker)
    #expect(progress.result == .observed)
    #expect(driver.machine.samples.isEmpty)
    #expect(driver.machine.needs.obstacles != nil)
  }

  @Test func aVerdictRestsOnSignsOfTheSamplesPerson() throws {
    let policy = LivenessPolicy(rule: .any, requiredBlinks: 0, requiredMotion: 0, mandatory: ["c"])
    let steps = LivenessEvidence(kind: .other, events: 2, eventsNeeded: 2, score: 0.9, verdict: .live)
    let first = LivenessEvidence(kind: .other, events: 1, eventsNeeded: 2, score: 0.5, verdict: .undecided)
    for (stranger, verified) in [(Self.victim, true), (Self.attacker, false)] {
      var driver = SessionDriver(
        .identification, SessionRules(liveness: policy, sameFaceSimilarity: 0.5),
        checks: [("c", ScriptedCheck(.passive(.undecided), .passive(.undecided), .passive(.undecided), first, steps))])
      for _ in 0..<3 { try driver.send(.seen(), embedding: Self.victim) }
      try driver.send(.seen(quality: 0.4), embedding: stranger)
      #expect(try driver.send(.seen(), embedding: Self.victim).liveness.verified == verified)
    }
  }
}
