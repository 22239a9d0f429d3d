/// Jobs that wait for a thread, served in turn: first between tenants, then between one tenant's sessions, then in the
/// order of arrival. A tenant with a thousand sessions waits as long as one with two.
struct FairQueue<Job> {
  private struct Tenant {
    var turns: [String] = []
    var jobs: [String: [Job]] = [:]
  }

  private var turns: [String] = []
  private var tenants: [String: Tenant] = [:]
  private(set) var count = 0

  /// Adds a job at the end of its session's line.
  mutating func append(_ job: Job, tenant: String, session: String) {
    if tenants[tenant] == nil {
      tenants[tenant] = Tenant()
      turns.append(tenant)
    }
    if tenants[tenant]?.jobs[session] == nil { tenants[tenant]?.turns.append(session) }
    tenants[tenant]?.jobs[session, default: []].append(job)
    count += 1
  }

  /// Takes the job whose turn it is.
  mutating func next() -> Job? {
    guard let tenant = turns.first, var line = tenants[tenant], let session = line.turns.first,
      var jobs = line.jobs[session], !jobs.isEmpty
    else { return nil }
    turns.removeFirst()
    line.turns.removeFirst()
    let job = jobs.removeFirst()
    count -= 1
    if jobs.isEmpty {
      line.jobs[session] = nil
    } else {
      line.jobs[session] = jobs
      line.turns.append(session)
    }
    if line.turns.isEmpty {
      tenants[tenant] = nil
    } else {
      tenants[tenant] = line
      turns.append(tenant)
    }
    return job
  }
}
