import Foundation
import Testing

@testable import Host

@Suite struct ComputePoolTests {
  private struct Oops: Error {}

  /// A pool of one thread that is held at the gate.
  private static func heldPool() async -> (ComputePool, Gate) {
    let (pool, gate) = (ComputePool(threads: 1), Gate())
    #expect(pool.submit(tenant: "gate", session: "") { gate.pass() })
    await gate.arrival()
    return (pool, gate)
  }

  @Test func valuesAndErrorsComeBack() async throws {
    let pool = ComputePool(threads: 2)
    #expect(try await pool.run(tenant: "a", session: "s") { 6 * 7 } == 42)
    await #expect(throws: Oops.self) { try await pool.run(tenant: "a", session: "s") { throw Oops() } }
    // The thread lives on after an error.
    #expect(try await pool.run(tenant: "a", session: "s") { true })
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        pool.stop()
        continuation.resume()
      }
    }
  }

  @Test func jobsRunOnThreadsOfThePool() async throws {
    let pool = ComputePool(threads: 1)
    #expect(pool.threads == 1)
    let stack = try await pool.run(tenant: "a", session: "s") { Thread.current.stackSize }
    #expect(stack >= 8 << 20)
    pool.stop()
  }

  @Test func tenantsAreServedInTurn() async {
    let (pool, gate) = await Self.heldPool()
    let order = Recorder<String>()
    for job in ["a0", "a1", "a2", "b0", "b1"] {
      #expect(pool.submit(tenant: String(job.prefix(1)), session: "s") { order.note(job) })
    }
    gate.open()
    pool.stop()
    #expect(order.values == ["a0", "b0", "a1", "b1", "a2"])
  }

  @Test func overItsBoundAJobIsRefusedAndNeverRun() async throws {
    let (pool, gate) = await Self.heldPool()
    let ran = Recorder<Int>()
    for index in 0..<ComputePool.waitingPerThread {
      #expect(pool.submit(tenant: "a", session: "s") { ran.note(index) })
    }
    #expect(!pool.submit(tenant: "b", session: "s") { ran.note(-1) })
    await #expect(throws: ComputePool.Overloaded.self) { try await pool.run(tenant: "b", session: "s") { 1 } }
    gate.open()
    pool.stop()
    #expect(ran.values == Array(0..<ComputePool.waitingPerThread))
  }

  @Test func stoppingFinishesWhatIsQueuedAndRefusesMore() async throws {
    let (pool, gate) = await Self.heldPool()
    let ran = Recorder<Int>()
    for index in 0..<10 { #expect(pool.submit(tenant: "a", session: "s") { ran.note(index) }) }
    gate.open()
    pool.stop()
    #expect(ran.values == Array(0..<10))
    #expect(!pool.submit(tenant: "a", session: "s") { ran.note(99) })
    await #expect(throws: ComputePool.Overloaded.self) { try await pool.run(tenant: "a", session: "s") { 1 } }
    #expect(ran.values.count == 10)
    // Stopping what has stopped returns at once.
    pool.stop()
  }

  /// The work of a request whose client has gone is done all the same, and its task hears of it exactly once.
  @Test func aCancelledTaskStillGetsItsAnswer() async throws {
    let (pool, gate) = await Self.heldPool()
    let task = Task { try await pool.run(tenant: "a", session: "s") { 1 } }
    task.cancel()
    gate.open()
    #expect(try await task.value == 1)
    pool.stop()
  }

  @Test func allThreadsWork() async {
    let pool = ComputePool(threads: 3)
    // Each gate holds one thread: with fewer than three the last arrival would never come.
    let gates = (0..<3).map { _ in Gate() }
    for gate in gates { #expect(pool.submit(tenant: "a", session: "s") { gate.pass() }) }
    for gate in gates { await gate.arrival() }
    for gate in gates { gate.open() }
    pool.stop()
  }
}
