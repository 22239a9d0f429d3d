import Engine
import Testing

/// The ends that nobody wanted: budget, quality, time, cancel, failure.
@Suite struct SessionEndingTests {
  private static let demanding = SessionRules(liveness: LivenessPolicy(rule: .any))

  @Test func the301stFrameIsOverTheBudget() throws {
    var driver = SessionDriver(.identification, Self.demanding)
    try driver.send(.seen(quality: 0.5), times: 300)
    #expect(driver.machine.frameCounter == 300)
    #expect(driver.machine.outcome == nil)
    #expect(driver.machine.next == .moreFrames)

    let outcome = SessionOutcome(status: .failed, reason: .frameBudgetExceeded)
    #expect(driver.admit() == .finished(outcome))
    #expect(driver.machine.status == .failed)
    #expect(driver.machine.outcome == outcome)
    #expect(driver.machine.next == .finished(outcome))
    #expect(driver.machine.frameCounter == 300, "the frame that ended it was not processed")
  }

  @Test func withAllSamplesTheBudgetEndsInALivenessFailure() throws {
    var driver = SessionDriver(.identification, Self.demanding)
    try driver.send(.seen(), times: 300)
    #expect(driver.machine.samples.count == 3)
    #expect(driver.admit() == .finished(SessionOutcome(status: .failed, reason: .livenessFailed)))
  }

  @Test func oneSampleShortOfItIsTheBudget() throws {
    var driver = SessionDriver(.identification, Self.demanding)
    try driver.send(.seen(), times: 2)
    try driver.send(.empty, times: 298)
    #expect(driver.admit() == .finished(SessionOutcome(status: .failed, reason: .frameBudgetExceeded)))
  }

  @Test func droppedFramesCostNoBudget() throws {
    var rules = Self.demanding
    rules.frameBudget = 4
    var driver = SessionDriver(.identification, rules)
    try driver.send(.empty)
    // The burst's second token, then nothing is left.
    #expect(driver.machine.admit(at: driver.now) == .process)
    for _ in 0..<5 {
      guard case .tooSoon = driver.machine.admit(at: driver.now) else {
        Issue.record("a frame without a token passed")
        return
      }
    }
    #expect(driver.machine.frameCounter == 2)
    #expect(driver.admit() == .process)
    #expect(driver.admit() == .process)
    #expect(driver.admit() == .finished(SessionOutcome(status: .failed, reason: .frameBudgetExceeded)))
  }

  @Test func twentyFiveLowFramesInARowAbort() throws {
    var driver = SessionDriver(.identification, Self.demanding)
    let low = FrameObservation.seen(quality: Float(0.30).nextDown)
    try driver.send(low, times: 24)
    #expect(driver.machine.outcome == nil)
    let progress = try driver.send(low)
    #expect(progress.result == .lowQuality)
    #expect(progress.frameCounter == 25)
    let outcome = SessionOutcome(status: .failed, reason: .lowQualityAbort)
    #expect(driver.machine.outcome == outcome)
    #expect(driver.machine.next == .finished(outcome))
    #expect(driver.admit() == .finished(outcome))
  }

  @Test func aFrameAtTheThresholdBeginsTheCountAnew() throws {
    var driver = SessionDriver(.identification, Self.demanding)
    try driver.send(.seen(quality: 0.1), times: 24)
    try driver.send(.seen(quality: 0.30))
    try driver.send(.seen(quality: 0.1), times: 24)
    #expect(driver.machine.outcome == nil)
    try driver.send(.seen(quality: 0.1))
    #expect(driver.machine.outcome?.reason == .lowQualityAbort)
  }

  @Test func aFrameWithoutAFaceNeitherCountsNorResets() throws {
    var driver = SessionDriver(.identification, Self.demanding)
    try driver.send(.seen(quality: 0.1), times: 24)
    try driver.send(.empty, times: 50)
    #expect(driver.machine.outcome == nil)
    try driver.send(.seen(quality: 0.1))
    #expect(driver.machine.outcome?.reason == .lowQualityAbort)
  }

  @Test func coveredFacesOfLowQualityCountTowardsTheAbort() throws {
    var driver = SessionDriver(.identification, Self.demanding)
    let mask = Obstacle(kind: .mask, confidence: 1)
    try driver.send(.seen(quality: 0.1, obstacles: [mask]), times: 25)
    #expect(driver.machine.outcome?.reason == .lowQualityAbort)
  }

  @Test func theAbortingFrameIsNoSample() throws {
    // Only where the rules are set the wrong way round can one frame be both good and low.
    var rules = SessionRules(liveness: .alwaysSatisfied)
    rules.lowQualityThreshold = 0.9
    rules.maxLowQualityConsecutive = 2
    var driver = SessionDriver(.identification, rules)
    try driver.send(.seen(quality: 0.8))
    #expect(try driver.send(.seen(quality: 0.8)).result == .observed)
    #expect(driver.machine.samples.count == 1)
    #expect(driver.machine.outcome?.reason == .lowQualityAbort)
  }

  @Test func itExpiresExactlyAtItsTimeToLive() {
    var driver = SessionDriver(.identification, Self.demanding)
    let end = Duration.seconds(300)
    let before = end - Duration(secondsComponent: 0, attosecondsComponent: 1)
    #expect(driver.machine.expire(at: before) == nil)
    #expect(driver.machine.admit(at: before) == .process)
    let outcome = SessionOutcome(status: .expired, reason: .expired)
    #expect(driver.machine.expire(at: end) == outcome)
    #expect(driver.machine.status == .expired)
    #expect(driver.machine.expire(at: end) == nil, "it tells only once")
    #expect(driver.machine.next == .finished(outcome))
  }

  @Test func aLateFrameFindsTheSessionExpired() {
    var driver = SessionDriver(.identification, Self.demanding)
    let outcome = SessionOutcome(status: .expired, reason: .expired)
    #expect(driver.machine.admit(at: .seconds(300)) == .finished(outcome))
    #expect(driver.machine.outcome == outcome)
    #expect(driver.machine.frameCounter == 0)
  }

  @Test func aCancelledSessionSaysItWasStoppedByHand() {
    var driver = SessionDriver()
    driver.machine.cancel()
    let outcome = SessionOutcome(status: .cancelled, reason: .manualStop)
    #expect(driver.machine.status == .cancelled)
    #expect(driver.machine.outcome == outcome)
    #expect(driver.admit() == .finished(outcome))
  }

  @Test func aFailureOfTheHostEndsIt() {
    var driver = SessionDriver()
    driver.machine.fail()
    #expect(driver.machine.outcome == SessionOutcome(status: .failed, reason: .error))
    #expect(driver.machine.status == .failed)

    var other = SessionDriver()
    other.machine.fail(.livenessFailed)
    #expect(other.machine.outcome == SessionOutcome(status: .failed, reason: .livenessFailed))
  }
}
