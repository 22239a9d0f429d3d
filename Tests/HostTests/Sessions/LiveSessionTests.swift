import Engine
import Testing

@testable import Host

@Suite struct LiveSessionTests {
  private func frame(_ second: Int) -> LiveSession.Frame { .init(bytes: .decoded([]), time: .seconds(second)) }

  @Test func framesWaitTheirTurn() {
    let session = LiveSession.of(.identification)
    #expect(session.place(frame(1)) == .start)
    #expect(session.place(frame(2)) == .waits(dropped: 0))
    #expect(session.place(frame(3)) == .waits(dropped: 0))
    #expect(session.nextFrame()?.time == .seconds(2))
    #expect(session.nextFrame()?.time == .seconds(3))
    #expect(session.nextFrame() == nil)
    #expect(session.place(frame(5)) == .start, "nothing is in work any more")
  }

  @Test func beyondASecondsWorthTheOldestIsDropped() {
    let session = LiveSession.of(.identification)
    #expect(session.place(frame(0)) == .start)
    for second in 1...10 { #expect(session.place(frame(second)) == .waits(dropped: 0)) }
    #expect(session.place(frame(11)) == .waits(dropped: 1))
    #expect(session.nextFrame()?.time == .seconds(2))
  }

  @Test func whatWaitsIsDroppedWithTheSession() {
    let session = LiveSession.of(.identification)
    #expect(session.place(frame(0)) == .start)
    #expect(session.place(frame(0)) == .waits(dropped: 0))
    session.withMachine { $0.cancel() }
    #expect(session.nextFrame() == nil)
  }

  @Test func theEndBelongsToOneCallerOnly() {
    let session = LiveSession.of(.identification)
    #expect(session.claimEnd())
    #expect(!session.claimEnd())
  }

  @Test func nothingChangesTheMachineWhileTheConclusionIsAtWork() {
    let session = LiveSession.of(.identification)
    #expect(session.next() == .moreFrames)
    #expect(session.unlessConcluding { $0.status } == .initialized)
    session.take(.face())
    guard case .conclude(.identify) = session.next() else {
      Issue.record("one good frame is enough for these rules")
      return
    }
    #expect(session.unlessConcluding { $0.cancel() } == nil)
    #expect(session.status == .processing)
    #expect(session.isOver)
  }

  @Test func aSessionWhoseTimeIsOverIsOver() {
    let clock = ManualClock()
    let session = LiveSession.of(.identification, clock: clock)
    clock.advance(by: .seconds(299))
    #expect(!session.isOver)
    #expect(session.outcome == nil)
    clock.advance(by: .seconds(1))
    #expect(session.isOver)
    #expect(session.outcome == SessionOutcome(status: .expired, reason: .expired))
    #expect(session.take(.face()) == nil)
  }
}
