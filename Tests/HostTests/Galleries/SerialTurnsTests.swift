import Synchronization
import Testing

@testable import Host

@Suite struct SerialTurnsTests {
  private final class Counts: Sendable {
    private let state = Mutex((running: 0, most: 0, done: 0))
    var most: Int { state.withLock(\.most) }
    var done: Int { state.withLock(\.done) }

    func begin() {
      state.withLock { state in
        state.running += 1
        state.most = max(state.most, state.running)
      }
    }

    func end() {
      state.withLock { state in
        state.running -= 1
        state.done += 1
      }
    }
  }
  private struct Odd: Error {}

  @Test func bodiesNeverOverlapAndAllRun() async throws {
    let (turns, counts) = (SerialTurns(), Counts())
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<50 {
        group.addTask {
          // A body that throws gives its turn on too.
          try? await turns.run {
            counts.begin()
            await Task.yield()
            counts.end()
            if index % 2 == 1 { throw Odd() }
          }
        }
      }
    }
    #expect(counts.done == 50 && counts.most == 1)
  }
}
