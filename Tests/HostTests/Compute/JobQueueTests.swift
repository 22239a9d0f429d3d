import Foundation
import Testing

@testable import Host

@Suite struct JobQueueTests {
  @Test func firstInFirstOutAcrossBulkRemovals() throws {
    let queue = JobQueue<Int>(capacity: 10_000)
    for job in 0..<1000 { try queue.add(job) }
    #expect(queue.count == 1000)
    var taken: [Int] = []
    for round in 0..<500 {
      taken += queue.next(limit: 1) ?? []
      taken += queue.next(limit: 1) ?? []
      // Some come while others go.
      if round % 100 == 0 { try queue.add(1000 + round) }
    }
    #expect(taken == Array(0..<1000))
    #expect(queue.next(limit: 9) == [1000, 1100, 1200, 1300, 1400])
    #expect(queue.count == 0)
  }

  @Test func aBatchIsAtMostItsLimit() throws {
    let queue = JobQueue<Int>(capacity: 10)
    for job in 0..<5 { try queue.add(job) }
    #expect(queue.next(limit: 2) == [0, 1])
    #expect(queue.next(limit: 100) == [2, 3, 4])
    // The signals of jobs that batches took are left over: they must not be mistaken for jobs, nor for the end.
    try queue.add(5)
    #expect(queue.next(limit: 100) == [5])
    queue.close()
    #expect(queue.next(limit: 100) == nil)
  }

  @Test func aFullQueueRefusesAndKeepsNothing() throws {
    let queue = JobQueue<Int>(capacity: 2)
    try queue.add(1)
    try queue.add(2)
    #expect(throws: WorkerError.overloaded) { try queue.add(3) }
    #expect(queue.count == 2)
    #expect(queue.next(limit: 1) == [1])
    try queue.add(4)
    #expect(queue.next(limit: 9) == [2, 4])
  }

  @Test func aClosedQueueHandsOutWhatWaitsAndTakesNoMore() throws {
    let queue = JobQueue<Int>(capacity: 9)
    try queue.add(1)
    try queue.add(2)
    queue.close()
    #expect(throws: WorkerError.stopped) { try queue.add(3) }
    #expect(queue.next(limit: 1) == [1])
    #expect(queue.next(limit: 1) == [2])
    #expect(queue.next(limit: 1) == nil)
    #expect(queue.next(limit: 1) == nil)
    queue.close()
    #expect(queue.next(limit: 1) == nil)
  }

  @Test func closingWakesEveryThreadAndEachJobIsTakenOnce() throws {
    let queue = JobQueue<Int>(capacity: 10_000)
    let (taken, ended) = (Recorder<Int>(), DispatchSemaphore(value: 0))
    for _ in 0..<4 {
      Thread.detachNewThread {
        while let batch = queue.next(limit: 3) { for job in batch { taken.note(job) } }
        ended.signal()
      }
    }
    for job in 0..<2000 { try queue.add(job) }
    queue.close()
    for _ in 0..<4 { ended.wait() }
    #expect(taken.values.sorted() == Array(0..<2000))
  }
}
