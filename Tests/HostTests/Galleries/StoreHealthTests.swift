import Testing

@testable import Host

@Suite struct StoreHealthTests {
  /// Whether a call is admitted at each of these milliseconds, one after the other.
  private func admissions(_ health: inout StoreHealth, at milliseconds: Int...) -> [Bool] {
    var admitted: [Bool] = []
    for moment in milliseconds { admitted.append(health.admits(at: .milliseconds(moment))) }
    return admitted
  }

  @Test func aStoreThatFailsIsLeftAloneForLongerAndLonger() {
    var health = StoreHealth()
    #expect(admissions(&health, at: 0) == [true])
    #expect(health.isUp)
    var now = Duration.zero
    var pauses: [Duration] = []
    for _ in 0..<8 {
      health.failed(at: now)
      let failedAt = now
      while !health.admits(at: now) { now += .milliseconds(100) }
      pauses.append(now - failedAt)
    }
    #expect(
      pauses == [
        .milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(15), .seconds(15),
        .seconds(15),
      ])
    #expect(!health.isUp)
  }

  @Test func oneCallAtATimeTriesAgain() {
    var health = StoreHealth()
    health.failed(at: .zero)
    // The second of these is the trial; the last comes when that has never ended.
    #expect(admissions(&health, at: 499, 500, 501, 999, 1000) == [false, true, false, false, true])
    health.succeeded()
    #expect(health.isUp)
    #expect(admissions(&health, at: 1001, 1001) == [true, true])
  }

  @Test func successForgetsThePauses() {
    var health = StoreHealth()
    for _ in 0..<100 { health.failed(at: .zero) }
    health.succeeded()
    health.failed(at: .seconds(1))
    #expect(admissions(&health, at: 1499, 1500) == [false, true])
  }
}
