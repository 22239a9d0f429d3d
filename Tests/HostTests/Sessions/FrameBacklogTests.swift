import Testing

@testable import Host

/// What waits while a frame is in work: a second's worth, the newest, in bounded memory.
@Suite struct FrameBacklogTests {
  private func frame(_ number: Int, bytes: Int = 1) -> LiveSession.Frame {
    LiveSession.Frame(bytes: .decoded([UInt8](repeating: 0, count: bytes)), time: .seconds(number))
  }

  private func rest(_ backlog: inout FrameBacklog) -> [Int] {
    var times: [Int] = []
    while let next = backlog.next() { times.append(Int(next.time.components.seconds)) }
    return times
  }

  @Test func theyComeOutInOrder() {
    var backlog = FrameBacklog(framesPerSecond: 10, maximumBytes: 100)
    #expect(backlog.next() == nil)
    for number in 0..<10 { #expect(backlog.append(frame(number)) == 0) }
    #expect(rest(&backlog) == Array(0..<10))
  }

  @Test func theOldestGoesWhereASecondsWorthWaits() {
    var backlog = FrameBacklog(framesPerSecond: 2.5, maximumBytes: 100)
    for number in 0..<3 { #expect(backlog.append(frame(number)) == 0) }
    #expect(backlog.append(frame(3)) == 1)
    #expect(rest(&backlog) == [1, 2, 3])
  }

  @Test func asManyGoAsTheBytesOfTheNewestNeed() {
    var backlog = FrameBacklog(framesPerSecond: 10, maximumBytes: 100)
    for number in 0..<4 { #expect(backlog.append(frame(number, bytes: 25)) == 0) }
    #expect(backlog.append(frame(4, bytes: 60)) == 3)
    #expect(rest(&backlog) == [3, 4])
  }

  @Test func theLargestFrameAlwaysWaits() {
    var backlog = FrameBacklog(framesPerSecond: 1, maximumBytes: 100)
    #expect(backlog.append(frame(0, bytes: 100)) == 0)
    #expect(backlog.append(frame(1, bytes: 100)) == 1)
    #expect(rest(&backlog) == [1])
  }

  @Test func nothingIsLeftOnceCleared() {
    var backlog = FrameBacklog(framesPerSecond: 10, maximumBytes: 100)
    #expect(backlog.append(frame(0)) == 0)
    backlog.clear()
    #expect(rest(&backlog).isEmpty)
  }
}
