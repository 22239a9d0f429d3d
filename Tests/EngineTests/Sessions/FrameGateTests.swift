import Engine
import Testing

/// The frame rate, through `SessionMachine.admit`. All times are made up: the machine reads no clock.
@Suite struct FrameGateTests {
  private func machine(maxFPS: Double = 10) -> SessionMachine {
    SessionMachine(
      purpose: .identification,
      rules: SessionRules(
        liveness: .alwaysSatisfied, maxFPS: maxFPS, frameBudget: .max, timeToLive: .seconds(1_000_000)),
      checks: [])
  }

  /// Admits a frame every `interval` for `duration` and counts the answers; stops at the first `flooding`.
  private func send(
    every interval: Duration, for duration: Duration, to machine: inout SessionMachine
  ) -> (passed: Int, dropped: Int, floodingAt: Duration?) {
    var (passed, dropped, now) = (0, 0, Duration.zero)
    while now < duration {
      switch machine.admit(at: now) {
      case .process: passed += 1
      case .tooSoon: dropped += 1
      case .flooding: return (passed, dropped, now)
      default: Issue.record("the session ended")
      }
      now += interval
    }
    return (passed, dropped, nil)
  }

  @Test func exactlyTheAllowedRatePassesForTenMinutes() {
    var machine = machine()
    let result = send(every: .milliseconds(100), for: .seconds(600), to: &machine)
    #expect(result.passed == 6000)
    #expect(result.dropped == 0)
  }

  @Test(arguments: [3.0, 7, 15, 24, 29.97, 30, 60])
  func ratesThatNoBinaryNumberHoldsPassToo(_ fps: Double) {
    var machine = machine(maxFPS: fps)
    for frame in 0..<20_000 {
      let admission = machine.admit(at: .seconds(Double(frame) / fps))
      #expect(admission == .process, "frame \(frame)")
      if admission != .process { return }
    }
  }

  @Test func jitterOfHalfAnIntervalPasses() {
    var machine = machine()
    var seed: UInt32 = 1
    for frame in 1...6000 {
      // A fixed pseudo-random sequence (Numerical Recipes' constants): −50…49 ms.
      seed = seed &* 1_664_525 &+ 1_013_904_223
      let jitter = Int(seed >> 16) % 100 - 50
      #expect(machine.admit(at: .milliseconds(100 * frame + jitter)) == .process, "frame \(frame)")
    }
  }

  @Test func theWorstJitterPasses() {
    var machine = machine()
    for frame in 1...2000 {
      // Pairs at the same moment: one frame 50 ms late, the next 50 ms early.
      let jitter = frame.isMultiple(of: 2) ? -50 : 50
      #expect(machine.admit(at: .milliseconds(100 * frame + jitter)) == .process, "frame \(frame)")
    }
  }

  @Test func twoAtOncePassAndTheThirdWaitsOneInterval() {
    var machine = machine()
    #expect(machine.admit(at: .zero) == .process)
    #expect(machine.admit(at: .zero) == .process)
    #expect(machine.admit(at: .zero) == .tooSoon(retryAfter: .milliseconds(100)))
    #expect(machine.frameCounter == 2)
    #expect(machine.admit(at: .milliseconds(100)) == .process)
  }

  @Test func aPauseSavesUpNoMoreThanTheBurst() {
    var machine = machine()
    #expect(machine.admit(at: .zero) == .process)
    let later = Duration.seconds(60)
    #expect(machine.admit(at: later) == .process)
    #expect(machine.admit(at: later) == .process)
    #expect(machine.admit(at: later) == .tooSoon(retryAfter: .milliseconds(100)))
  }

  @Test(arguments: [1, 10, 25, 50, 99]) func theWaitItNamesIsJustEnough(milliseconds: Int) throws {
    var machine = machine()
    #expect(machine.admit(at: .zero) == .process)
    #expect(machine.admit(at: .zero) == .process)
    let now = Duration.milliseconds(milliseconds)
    guard case .tooSoon(let wait) = machine.admit(at: now) else {
      Issue.record("it passed")
      return
    }
    let error = wait - (.milliseconds(100) - now)
    #expect(abs(error / .microseconds(1)) < 0.001)
    var early = machine
    guard case .tooSoon = early.admit(at: now + wait - .microseconds(10)) else {
      Issue.record("it passed before the time named")
      return
    }
    #expect(machine.admit(at: now + wait) == .process)
  }

  @Test(arguments: [11, 12, 15, 20]) func upToTwiceTheRateIsNeverClosed(fps: Int) {
    var machine = machine()
    let result = send(every: .seconds(1) / fps, for: .seconds(1200), to: &machine)
    #expect(result.floodingAt == nil)
    #expect(result.passed + result.dropped >= 1200 * fps)
    // What passes is the allowed rate, and the burst's second token at the start.
    #expect((11_999...12_002).contains(result.passed))
  }

  @Test func threeTimesTheRateIsClosedWithinSeconds() throws {
    var machine = machine()
    let result = send(every: .seconds(1) / 30, for: .seconds(60), to: &machine)
    let floodingAt = try #require(result.floodingAt)
    #expect((.seconds(2)...(.seconds(4))).contains(floodingAt))
    #expect(result.dropped >= 29, "patience is thirty")
    #expect(machine.outcome == nil, "the connection closes; the session lives on")
  }

  @Test func aHundredAtOnceAreClosedAtTheThirtiethDropped() {
    var machine = machine()
    var answers: [SessionMachine.Admission] = []
    for _ in 0..<40 { answers.append(machine.admit(at: .zero)) }
    #expect(answers.firstIndex(of: .flooding) == 2 + 29)
    #expect(answers[31...].allSatisfy { $0 == .flooding })
  }

  @Test func whoCalmsDownMayGoOn() {
    var machine = machine()
    for _ in 0..<32 { _ = machine.admit(at: .zero) }
    #expect(machine.admit(at: .zero) == .flooding)
    for frame in 1...100 { #expect(machine.admit(at: .milliseconds(100 * frame)) == .process) }
    // The old sins are forgotten: patience is whole again.
    let now = Duration.seconds(10)
    for _ in 0..<29 {
      guard case .tooSoon = machine.admit(at: now) else {
        Issue.record("closed or passed too early")
        return
      }
    }
    #expect(machine.admit(at: now) == .flooding)
  }

  @Test func aClockThatGoesBackTakesNoFramesAway() {
    var machine = machine()
    #expect(machine.admit(at: .seconds(10)) == .process)
    #expect(machine.admit(at: .seconds(2)) == .process, "the burst's second token is still there")
    #expect(machine.admit(at: .seconds(2)) == .tooSoon(retryAfter: .milliseconds(100)))
  }

  @Test func aClockThatGoesBackMintsNoFrames() {
    var machine = machine()
    var passed = 0
    for frame in 0..<20 {
      let now: Duration = frame.isMultiple(of: 2) ? .seconds(10) : .seconds(9)
      if machine.admit(at: now) == .process { passed += 1 }
    }
    #expect(passed == 2)
    #expect(machine.admit(at: .milliseconds(10_100)) == .process)
    #expect(machine.admit(at: .seconds(-5)) != .process)
    #expect(machine.admit(at: .milliseconds(10_200)) == .process)
  }
}
