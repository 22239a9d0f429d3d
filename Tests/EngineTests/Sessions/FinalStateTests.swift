import Engine
import Testing

/// After an outcome nothing changes any more, whatever still comes in.
@Suite struct FinalStateTests {
  /// Something that ends a session.
  enum End: CaseIterable {
    case completed, unknown, failed, cancelled, expired, exhausted, aborted
  }

  private func ended(_ end: End) throws -> SessionDriver {
    var rules = SessionRules(liveness: .alwaysSatisfied)
    rules.frameBudget = 30
    var driver = SessionDriver(.identification, rules, checks: [("m", FrameCountingCheck())])
    switch end {
    case .completed:
      try driver.send(.seen(), times: 3)
      driver.machine.conclude(.match(Candidate(person: PersonID("ana"), similarity: 0.5)))
    case .unknown:
      try driver.send(.seen(), times: 3)
      driver.machine.conclude(.unknown)
    case .failed: driver.machine.fail()
    case .cancelled: driver.machine.cancel()
    case .expired: driver.machine.expire(at: .seconds(300))
    case .exhausted:
      try driver.send(.empty, times: 30)
      _ = driver.admit()
    case .aborted: try driver.send(.seen(quality: 0.1), times: 25)
    }
    return driver
  }

  @Test(arguments: End.allCases) func nothingChangesAfterTheEnd(_ end: End) throws {
    var driver = try ended(end)
    let before = driver.machine
    let outcome = try #require(before.outcome)
    #expect(outcome.status == before.status)
    #expect(outcome.status.isFinal)

    driver.machine.conclude(.match(Candidate(person: PersonID("ben"), similarity: 1)))
    driver.machine.conclude(.ambiguous)
    driver.machine.concludeEnrolled()
    driver.machine.cancel()
    driver.machine.fail()
    #expect(driver.machine.expire(at: .seconds(1000)) == nil)
    #expect(driver.admit() == .finished(outcome))
    #expect(driver.machine.admit(at: .seconds(1000)) == .finished(outcome))
    _ = driver.machine.observe(.seen(), at: driver.now)
    #expect(driver.machine.count(.along(0)) == nil)

    #expect(driver.machine.outcome == outcome)
    #expect(driver.machine.status == before.status)
    #expect(driver.machine.next == .finished(outcome))
    #expect(driver.machine.samples == before.samples)
    #expect(driver.machine.frameCounter == before.frameCounter)
    #expect(driver.machine.liveness == before.liveness)
  }

  @Test func aFrameStillOnItsWayIsOnlyObserved() throws {
    // The host looks at a frame on a compute thread; meanwhile the client stops the session.
    var driver = SessionDriver(
      .identification, SessionRules(liveness: LivenessPolicy(rule: .any)), checks: [("b", ScriptedCheck(.blink(1)))])
    #expect(driver.admit() == .process)
    driver.machine.cancel()
    guard case .done(let progress) = driver.machine.observe(.seen(), at: driver.now) else {
      Issue.record("an ended session asked for an embedding")
      return
    }
    #expect(progress.result == .observed)
    #expect(progress.samples == 0)
    #expect(!progress.liveness.verified)
    #expect(driver.machine.observe(.empty, at: driver.now) != .needsEmbedding)
  }

  @Test func anEmbeddingStillOnItsWayIsDropped() {
    var driver = SessionDriver()
    #expect(driver.admit() == .process)
    #expect(driver.machine.observe(.seen(), at: driver.now) == .needsEmbedding)
    driver.machine.cancel()
    #expect(driver.machine.count(.along(0)) == nil)
    #expect(driver.machine.samples.isEmpty)
  }
}
