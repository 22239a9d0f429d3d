import Engine
import Testing

/// A session concludes with its samples and its liveness rule, never with one of them.
@Suite struct LivenessRuleTests {
  private static let person = PersonID("ana")

  /// A session that has all its samples and whose checks have said this.
  private func complete(
    _ purpose: SessionPurpose, _ policy: LivenessPolicy, requiresLiveness: Bool = true,
    _ checks: (id: String, check: any LivenessCheck)...
  ) throws -> SessionDriver {
    var driver = SessionDriver(
      purpose, SessionRules(requiresLiveness: requiresLiveness, liveness: policy), checks: checks)
    try driver.send(.seen(), times: 3)
    #expect(driver.machine.samples.count == 3)
    return driver
  }

  @Test(arguments: [(0, 0, false), (1, 0, false), (0, 1, false), (1, 1, true), (2, 3, true)])
  func enrollmentNeedsBlinkAndMotion(blinks: Int, motion: Int, concludes: Bool) throws {
    let driver = try complete(
      .enrollment(Self.person), LivenessPolicy(rule: .all), ("b", ScriptedCheck(.blink(blinks))),
      ("m", ScriptedCheck(.motion(motion))))
    let work = SessionMachine.Next.conclude(.enroll(Self.person, samples: driver.machine.samples))
    #expect(driver.machine.next == (concludes ? work : .moreFrames))
  }

  @Test(arguments: [(0, 0, false), (1, 0, true), (0, 1, true), (1, 1, true)])
  func authenticationNeedsBlinkOrMotion(blinks: Int, motion: Int, concludes: Bool) throws {
    let driver = try complete(
      .identification, LivenessPolicy(rule: .any), ("b", ScriptedCheck(.blink(blinks))),
      ("m", ScriptedCheck(.motion(motion))))
    let work = SessionMachine.Next.conclude(.identify(samples: driver.machine.samples))
    #expect(driver.machine.next == (concludes ? work : .moreFrames))
  }

  @Test func verificationConcludesWithItsPerson() throws {
    let driver = try complete(
      .verification(Self.person), LivenessPolicy(rule: .any), ("b", ScriptedCheck(.blink(1))))
    #expect(driver.machine.next == .conclude(.verify(Self.person, samples: driver.machine.samples)))
  }

  @Test func higherRequirementsHold() throws {
    let policy = LivenessPolicy(rule: .all, requiredBlinks: 2, requiredMotion: 3)
    let checks: (Int, Int) -> [(id: String, check: any LivenessCheck)] = { blinks, motion in
      [("b", ScriptedCheck(.blink(blinks))), ("m", ScriptedCheck(.motion(motion)))]
    }
    for (blinks, motion, concludes) in [(1, 3, false), (2, 2, false), (2, 3, true)] {
      var driver = SessionDriver(.identification, SessionRules(liveness: policy), checks: checks(blinks, motion))
      let progress = try driver.send(.seen())
      #expect(progress.blinksRequired == 2)
      #expect(progress.motionRequired == 3)
      try driver.send(.seen(), times: 2)
      #expect((driver.machine.next != .moreFrames) == concludes)
    }
  }

  @Test func livenessWithoutSamplesIsNotEnough() throws {
    var driver = SessionDriver(
      .identification, SessionRules(liveness: LivenessPolicy(rule: .any)), checks: [("b", ScriptedCheck(.blink(9)))])
    try driver.send(.seen(), times: 2)
    #expect(driver.machine.liveness.verified)
    #expect(driver.machine.next == .moreFrames)
  }

  @Test func livenessMayComeAfterTheSamples() throws {
    let none = LivenessEvidence.blink(0)
    var driver = try complete(
      .identification, LivenessPolicy(rule: .any), ("b", ScriptedCheck(none, none, none, .blink(1))))
    #expect(driver.machine.next == .moreFrames)
    let progress = try driver.send(.seen())
    #expect(progress.result == .observed)
    #expect(progress.liveness.blinks == 1)
    #expect(progress.liveness.verified)
    #expect(driver.machine.next == .conclude(.identify(samples: driver.machine.samples)))
  }

  @Test func whereLivenessIsNotRequiredTheSamplesAreEnough() throws {
    let driver = try complete(.identification, LivenessPolicy(rule: .all), requiresLiveness: false)
    #expect(!driver.machine.liveness.verified)
    #expect(driver.machine.next == .conclude(.identify(samples: driver.machine.samples)))
  }

  @Test(arguments: [
    (LivenessEvidence.Verdict.undecided, false), (.spoof, false), (.live, true),
  ])
  func aMandatoryCheckMustSayLive(verdict: LivenessEvidence.Verdict, concludes: Bool) throws {
    let driver = try complete(
      .identification, LivenessPolicy(rule: .any, mandatory: ["liveness.passive"]),
      ("liveness.blink", ScriptedCheck(.blink(1))), ("liveness.passive", ScriptedCheck(.passive(verdict))))
    #expect((driver.machine.next != .moreFrames) == concludes)
  }

  @Test func aMandatoryCheckThatIsNotThereBlocks() throws {
    let driver = try complete(
      .identification, LivenessPolicy(rule: .any, mandatory: ["liveness.passive"]),
      ("liveness.blink", ScriptedCheck(.blink(1, .live))))
    #expect(driver.machine.next == .moreFrames)
  }

  @Test func aSpoofVerdictOfAnyCheckBlocks() throws {
    let driver = try complete(
      .identification, LivenessPolicy(rule: .any), ("b", ScriptedCheck(.blink(1))),
      ("p", ScriptedCheck(.passive(.spoof))))
    #expect(driver.machine.next == .moreFrames)
    #expect(driver.machine.outcome == nil, "a spoof does not end the session; its budget does")
  }

  @Test func theLastWordOfACheckCounts() throws {
    // A check may change its mind both ways: what it says now is what holds.
    var driver = try complete(
      .identification, LivenessPolicy(rule: .any),
      ("b", ScriptedCheck(.blink(1), .blink(1), .blink(1), .blink(1, .spoof), .blink(1, .live), .blink(0))))
    #expect(driver.machine.next != .moreFrames)
    try driver.send(.seen())
    #expect(driver.machine.next == .moreFrames)
    try driver.send(.seen())
    #expect(driver.machine.next != .moreFrames)
    try driver.send(.seen())
    #expect(driver.machine.next == .moreFrames)
  }

  @Test func everyMeshReachesTheChecksWhateverTheFrameIsWorth() throws {
    var driver = SessionDriver(
      .identification, SessionRules(liveness: LivenessPolicy(rule: .all)), checks: [("m", FrameCountingCheck())])
    let mask = Obstacle(kind: .mask, confidence: 1)
    let frames: [FrameObservation] = [.seen(), .seen(quality: 0.1), .seen(obstacles: [mask])]
    for (index, frame) in frames.enumerated() {
      #expect(try driver.send(frame).liveness.motionEvents == index + 1)
    }
    for frame in [FrameObservation.empty, .seen(mesh: nil)] {
      #expect(try driver.send(frame).liveness.motionEvents == 3, "without a mesh there is nothing to look at")
    }
  }

  @Test func checksSeeTheTimeTheFaceAndTheirOwnMeasurement() throws {
    let policy = LivenessPolicy(rule: .any, mandatory: ["echo"])
    var driver = SessionDriver(.identification, SessionRules(liveness: policy), checks: [("echo", EchoCheck())])
    var frame = FrameObservation.seen(confidence: 0.75)
    frame.measurements = ["echo": LivenessMeasurement([1])]
    let seen = try driver.send(frame).liveness
    #expect(seen.motionEvents == 100)
    #expect(seen.score == 0.75)
    #expect(seen.verified)
    frame.measurements = ["other": LivenessMeasurement([1])]
    #expect(try !driver.send(frame).liveness.verified)
  }

  @Test func machinesShareNothingOfTheirChecks() throws {
    let original = SessionDriver(
      .identification, SessionRules(liveness: LivenessPolicy(rule: .all)), checks: [("m", FrameCountingCheck())])
    var first = original
    var second = original
    try first.send(.seen(), times: 5)
    #expect(try second.send(.seen()).liveness.motionEvents == 1)
  }

  @Test func beforeTheFirstFrameNothingIsKnown() {
    let driver = SessionDriver(.identification, SessionRules(liveness: LivenessPolicy(rule: .any)))
    #expect(
      driver.machine.liveness
        == LivenessState(blinks: 0, motionEvents: 0, blinksOK: false, motionOK: false, score: 0.5, verified: false))
  }
}
