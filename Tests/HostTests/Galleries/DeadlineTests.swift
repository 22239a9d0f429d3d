import Testing

@testable import Host

@Suite struct DeadlineTests {
  private struct Failure: Error {}

  @Test func whatComesInTimeIsReturnedOrThrown() async throws {
    #expect(try await Deadline.within(.seconds(60)) { 7 } == 7)
    await #expect(throws: Failure.self) { try await Deadline.within(.seconds(60)) { throw Failure() } }
  }

  /// A plugin's call may ignore its cancellation: the caller goes on all the same.
  @Test func whatHangsIsLeftBehind() async throws {
    let gate = Signal()
    await #expect(throws: Deadline.Exceeded.self) {
      try await Deadline.within(.milliseconds(20)) { await gate.received() }
    }
    gate.give()
  }

  @Test func whatIsLateIsCancelled() async throws {
    let cancelled = Signal()
    await #expect(throws: Deadline.Exceeded.self) {
      try await Deadline.within(.milliseconds(20)) {
        do { try await Task.sleep(for: .seconds(600)) } catch { cancelled.give() }
      }
    }
    await cancelled.received()
  }

  @Test func aCancelledCallerDoesNotWait() async throws {
    let started = Signal()
    let task = Task {
      try await Deadline.within(.seconds(600)) {
        started.give()
        try await Task.sleep(for: .seconds(600))
      }
    }
    await started.received()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
