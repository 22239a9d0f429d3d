import Engine
import Testing

/// What a session still wants to know of a frame.
@Suite struct FrameNeedsTests {
  /// A check that wants measurements as long as it says.
  private struct Measuring: LivenessCheck {
    var frames: Int
    var wantsMeasurement: Bool { frames > 0 }
    mutating func observe(_ observation: LivenessObservation) -> LivenessEvidence {
      frames -= 1
      return .passive(.undecided)
    }
  }

  @Test func obstaclesMatterUntilTheSamplesAreComplete() throws {
    var driver = SessionDriver(.identification, SessionRules(liveness: LivenessPolicy(rule: .any)))
    #expect(driver.machine.needs == FrameNeeds(qualityThreshold: 0.65))
    try driver.send(.seen(), times: 2)
    #expect(driver.machine.needs.obstacles != nil)
    try driver.send(.seen())
    #expect(driver.machine.needs.obstacles == nil)
  }

  @Test func aFrameNobodyLookedAtForObstaclesIsNoSample() throws {
    var driver = SessionDriver()
    var frame = FrameObservation.seen()
    frame.obstaclesLookedFor = false
    #expect(try driver.send(frame).result == .observed)
  }

  @Test func measurementsMatterWhileACheckWantsThem() throws {
    var driver = SessionDriver(
      .identification, SessionRules(liveness: LivenessPolicy(rule: .any)), checks: [("p", Measuring(frames: 2))])
    #expect(driver.machine.needs.measurements == ["p"])
    try driver.send(.seen(), times: 2)
    #expect(driver.machine.needs.measurements.isEmpty)
  }

  @Test func withoutLivenessNothingIsMeasured() {
    let driver = SessionDriver(
      .identification, SessionRules(requiresLiveness: false, liveness: LivenessPolicy(rule: .any)),
      checks: [("p", Measuring(frames: 2))])
    #expect(driver.machine.needs.measurements.isEmpty)
  }

  @Test func anEndedSessionNeedsNothing() {
    var driver = SessionDriver(
      .identification, SessionRules(liveness: LivenessPolicy(rule: .any)), checks: [("p", Measuring(frames: 2))])
    driver.machine.cancel()
    #expect(driver.machine.needs.obstacles == nil)
    #expect(driver.machine.needs.measurements.isEmpty)
  }
}
