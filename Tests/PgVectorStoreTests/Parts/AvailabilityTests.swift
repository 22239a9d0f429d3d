import Testing

@testable import PgVectorStore

@Suite struct AvailabilityTests {
  @Test func serverOfWhichNothingIsKnownIsAsked() {
    var availability = Availability()
    #expect(availability.admit(at: .zero) == .granted)
    #expect(availability.admit(at: .zero) == .granted)
    #expect(!availability.isDown)
  }

  @Test func afterAFailureNobodyAsksUntilTheDelayHasPassedAndThenOneAlone() {
    var availability = Availability()
    availability.failed(.refused, at: .seconds(10), dice: 0)
    #expect(availability.admit(at: .seconds(10)) == .refused(.refused))
    #expect(availability.admit(at: .seconds(10) + .milliseconds(99)) == .refused(.refused))
    #expect(availability.admit(at: .seconds(10) + .milliseconds(100)) == .trial)
    #expect(availability.admit(at: .seconds(20)) == .refused(.refused))
  }

  @Test func delaysDoubleUpToTheLongest() {
    var availability = Availability()
    var now = Duration.zero
    var delays: [Duration] = []
    for _ in 0..<9 {
      availability.failed(.timedOut, at: now, dice: 0)
      var delay = Duration.zero
      while availability.admit(at: now + delay) != .trial { delay += .milliseconds(50) }
      delays.append(delay)
      now += delay
    }
    #expect(delays == [100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000].map { .milliseconds($0) })
  }

  @Test(arguments: [0.0, 0.3, 0.999]) func diceShortenADelayByHalfAtMost(dice: Double) {
    var availability = Availability()
    availability.failed(.refused, at: .zero, dice: dice)
    let delay = Duration.milliseconds(100) * (1 - dice / 2)
    #expect(delay >= .milliseconds(50))
    #expect(availability.admit(at: delay - .nanoseconds(1000)) == .refused(.refused))
    #expect(availability.admit(at: delay) == .trial)
  }

  @Test func failuresOfThoseUnderWayCountOnce() {
    var availability = Availability()
    for _ in 0..<20 { availability.failed(.timedOut, at: .zero, dice: 0) }
    #expect(availability.admit(at: .milliseconds(100)) == .trial)
  }

  @Test func successOpensForAll() {
    var availability = Availability()
    availability.failed(.refused, at: .zero, dice: 0)
    #expect(availability.admit(at: .seconds(1)) == .trial)
    availability.succeeded()
    #expect(!availability.isDown)
    #expect(availability.admit(at: .seconds(1)) == .granted)
    availability.failed(.refused, at: .seconds(2), dice: 0)
    #expect(availability.admit(at: .seconds(2) + .milliseconds(100)) == .trial)
  }

  @Test func trialThatTellsNothingIsRepeatedAtOnce() {
    var availability = Availability()
    availability.failed(.refused, at: .zero, dice: 0)
    #expect(availability.admit(at: .seconds(1)) == .trial)
    availability.undecided()
    #expect(availability.admit(at: .seconds(1)) == .trial)
  }
}
