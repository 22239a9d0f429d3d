import Engine
import Testing

@testable import Host

@Suite struct LiveSessionTests {
  @Test func framesWaitForTheOneInWorkAndTheNewestWins() {
    let session = LiveSession.of(.identification)
    func frame(_ second: Int) -> LiveSession.Frame { .init(bytes: .decoded([]), time: .seconds(second)) }
    #expect(session.place(frame(1)) == .start)
    #expect(session.place(frame(2)) == .waits)
    #expect(session.place(frame(3)) == .replaces)
    #expect(session.nextFrame()?.time == .seconds(3), "the older one was dropped")
    #expect(session.place(frame(4)) == .waits)
    #expect(session.nextFrame()?.time == .seconds(4))
    #expect(session.nextFrame() == nil)
    #expect(session.place(frame(5)) == .start, "nothing is in work any more")
  }

  @Test func whatWaitsIsDroppedWithTheSession() {
    let session = LiveSession.of(.identification)
    #expect(session.place(.init(bytes: .decoded([]), time: .zero)) == .start)
    #expect(session.place(.init(bytes: .decoded([]), time: .zero)) == .waits)
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
