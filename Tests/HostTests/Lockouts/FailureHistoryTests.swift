import Testing

@testable import Host

@Suite struct FailureHistoryTests {
  private static let start = Timestamp(milliseconds: 1_760_000_000_000)
  private let policy = LockoutPolicy()

  private func at(_ seconds: Int) -> Timestamp { Self.start + .seconds(seconds) }

  /// A history of failures at these seconds.
  private func failed(_ seconds: Int...) -> FailureHistory {
    var history = FailureHistory()
    for second in seconds { history.fail(at: at(second), policy) }
    return history
  }

  @Test func fourFailuresAreAllowed() { #expect(failed(0, 1, 2, 3).remaining(at: at(4)) == nil) }

  @Test func theFifthWithinThreeMinutesLocksOutForAMinute() {
    var history = failed(0, 10, 20, 30)
    let isLocked = history.fail(at: at(179), policy)
    #expect(isLocked)
    #expect(history.remaining(at: at(179)) == .seconds(60))
    #expect(history.remaining(at: at(238)) == .seconds(1))
    #expect(history.remaining(at: at(239)) == nil)
  }

  @Test func oldFailuresDoNotCount() {
    #expect(failed(0, 60, 120, 150, 181).remaining(at: at(181)) == nil)
    #expect(failed(0, 60, 120, 150, 181, 182).remaining(at: at(182)) != nil)
  }

  @Test func eachFurtherLockoutLastsTwiceAsLong() {
    var history = FailureHistory()
    var now = 0
    for expected in [60, 120, 240, 480, 960, 1920, 3600, 3600] {
      for _ in 0..<5 {
        now += 1
        history.fail(at: at(now), policy)
      }
      #expect(history.remaining(at: at(now)) == .seconds(expected))
      now += expected
    }
  }

  @Test func afterAnHourInPeaceItBeginsAnew() {
    var history = failed(0, 1, 2, 3, 4)
    for second in [4000, 4001, 4002, 4003, 4004] { history.fail(at: at(second), policy) }
    #expect(history.remaining(at: at(4004)) == .seconds(60))
  }

  @Test func sessionsThatBeganBeforeDoNotProlongIt() {
    var history = failed(0, 1, 2, 3, 4)
    let during = (5..<30).map { history.fail(at: at($0), policy) }
    #expect(!during.contains(true))
    #expect(history.remaining(at: at(30)) == .seconds(34))
    let next = history.fail(at: at(65), policy)
    #expect(next, "they count towards the next one")
    #expect(history.remaining(at: at(65)) == .seconds(120))
  }

  @Test func zeroFailuresNeverLockOut() {
    var policy = LockoutPolicy()
    policy.failures = 0
    var history = FailureHistory()
    let locked = (0..<100).map { history.fail(at: at($0), policy) }
    #expect(!locked.contains(true))
  }

  @Test func noDelayOverflows() {
    #expect(policy.delay(ofLockout: .max) == .seconds(3600))
    #expect(policy.delay(ofLockout: 0) == .seconds(60))
  }
}
