import Testing

@testable import Host

@Suite struct FairQueueTests {
  private static func drained(_ queue: FairQueue<String>) -> [String] {
    var queue = queue
    var jobs: [String] = []
    while let job = queue.next() { jobs.append(job) }
    return jobs
  }

  @Test func oneSessionsJobsKeepTheirOrder() {
    var queue = FairQueue<String>()
    #expect(queue.next() == nil)
    for job in ["1", "2", "3"] { queue.append(job, tenant: "a", session: "s") }
    #expect(queue.count == 3)
    #expect(Self.drained(queue) == ["1", "2", "3"])
  }

  @Test func tenantsTakeTurnsHoweverManyJobsOneHas() {
    var queue = FairQueue<String>()
    for index in 0..<1000 { queue.append("a\(index)", tenant: "a", session: "s\(index)") }
    queue.append("b0", tenant: "b", session: "s")
    queue.append("b1", tenant: "b", session: "s")
    queue.append("c0", tenant: "c", session: "s")
    #expect(Self.drained(queue).prefix(6) == ["a0", "b0", "c0", "a1", "b1", "a2"])
  }

  @Test func aTenantsSessionsTakeTurns() {
    var queue = FairQueue<String>()
    for index in 0..<3 { queue.append("x\(index)", tenant: "a", session: "x") }
    queue.append("y0", tenant: "a", session: "y")
    queue.append("z0", tenant: "a", session: "z")
    #expect(Self.drained(queue) == ["x0", "y0", "z0", "x1", "x2"])
  }

  @Test func sessionsOfTheSameNameBelongToTheirTenants() {
    var queue = FairQueue<String>()
    queue.append("a0", tenant: "a", session: "s")
    queue.append("a1", tenant: "a", session: "s")
    queue.append("b0", tenant: "b", session: "s")
    #expect(Self.drained(queue) == ["a0", "b0", "a1"])
  }

  @Test func whoComesLaterWaitsForItsTurnAndNoLonger() {
    var queue = FairQueue<String>()
    for index in 0..<3 { queue.append("a\(index)", tenant: "a", session: "s") }
    #expect(queue.next() == "a0")
    queue.append("b0", tenant: "b", session: "s")
    // a stood in line before b came.
    #expect(queue.next() == "a1")
    #expect(queue.next() == "b0")
    // A tenant whose line was empty begins at the end again.
    queue.append("b1", tenant: "b", session: "s")
    #expect(Self.drained(queue) == ["a2", "b1"])
  }

  /// Against a plain model of the promise, for random arrivals and departures.
  @Test(arguments: 0..<5) func everyJobComesOutOnceInItsSessionsOrder(seed: UInt64) {
    var random = SplitMix(state: seed)
    var queue = FairQueue<(tenant: Int, session: Int, number: Int)>()
    var waiting: [[Int]: [Int]] = [:]
    var number = 0
    var sinceServed: [Int: Int] = [:]
    for _ in 0..<500 {
      if Bool.random(using: &random) {
        let (tenant, session) = (Int.random(in: 0..<4, using: &random), Int.random(in: 0..<3, using: &random))
        queue.append((tenant, session, number), tenant: "\(tenant)", session: "\(session)")
        waiting[[tenant, session], default: []].append(number)
        number += 1
      } else if let job = queue.next() {
        #expect(waiting[[job.tenant, job.session]]?.removeFirst() == job.number)
        // Nobody who waits is passed over by more than one turn of each of the others.
        for tenant in 0..<4 {
          let waits = waiting.contains { $0.key[0] == tenant && !$0.value.isEmpty }
          sinceServed[tenant] = tenant == job.tenant || !waits ? 0 : sinceServed[tenant, default: 0] + 1
          #expect(sinceServed[tenant, default: 0] <= 3)
        }
      } else {
        #expect(waiting.values.allSatisfy { $0.isEmpty })
      }
      #expect(queue.count == waiting.values.reduce(0) { $0 + $1.count })
    }
  }
}
