import Foundation
import Testing

@testable import Host

@Suite struct WorkerThreadsTests {
  private struct Oops: Error {}

  /// A resource that says when it goes.
  private final class Resource {
    let number: Int
    private let gone: Signal
    init(_ number: Int, gone: Signal) {
      self.number = number
      self.gone = gone
    }
    deinit { gone.give() }
  }

  @Test func valuesAndErrorsComeBack() async throws {
    let threads = WorkerThreads(name: "test", count: 1, capacity: 9) { 7 }
    #expect(try await threads.run { $0 * 6 } == 42)
    await #expect(throws: Oops.self) { try await threads.run { _ in throw Oops() } }
    #expect(threads.started == 2)
  }

  @Test func eachThreadHasOneResourceOfItsOwn() async throws {
    let made = Recorder<Int>()
    let gone = Signal()
    do {
      let threads = WorkerThreads(name: "test", count: 2, capacity: 99) {
        made.note(made.values.count)
        return Resource(made.values.count, gone: gone)
      }
      let gates = [Gate(), Gate()]
      // Both threads are held at the same time, so both have made theirs.
      let jobs = gates.map { gate in Task { try await threads.run { _ in gate.pass() } } }
      for gate in gates { await gate.arrival() }
      for gate in gates { gate.open() }
      for job in jobs { try await job.value }
      for _ in 0..<20 { _ = try await threads.run { $0.number } }
      #expect(made.values.count == 2)
    }
    // Without an owner, the threads end and let go of what they had.
    await gone.received()
    await gone.received()
  }

  @Test func whereTheResourceCannotBeMadeEveryJobSaysWhy() async throws {
    let threads = WorkerThreads<Int>(name: "test", count: 1, capacity: 9) { throw Oops() }
    for _ in 0..<2 { await #expect(throws: Oops.self) { try await threads.run { $0 } } }
  }

  @Test func theQueueIsBounded() async throws {
    let threads = WorkerThreads(name: "test", count: 1, capacity: 1) { 0 }
    let gate = Gate()
    let held = Task { try await threads.run { _ in gate.pass() } }
    await gate.arrival()
    // One waits, whichever of the two came first; the other is refused at once.
    let outcomes = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<2 {
        group.addTask {
          do {
            try await threads.run { _ in }
            return true
          } catch {
            #expect(error as? WorkerError == .overloaded)
            gate.open()
            return false
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.sorted { !$0 && $1 } == [false, true])
    try await held.value
  }

  @Test func stoppedThreadsRefuseFurtherJobs() async throws {
    let threads = WorkerThreads(name: "test", count: 2, capacity: 9) { 0 }
    #expect(try await threads.run { $0 } == 0)
    threads.stop()
    await #expect(throws: WorkerError.stopped) { try await threads.run { $0 } }
  }
}
