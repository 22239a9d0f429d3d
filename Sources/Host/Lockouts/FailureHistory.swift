/// The failed sessions of one user or device, and what follows from them. Pure: time is handed in.
struct FailureHistory: Sendable, Hashable {
  /// Failures that may still count, oldest first.
  private(set) var failures: [Timestamp] = []
  /// Lock-outs in a row.
  private(set) var lockouts = 0
  private(set) var lockedUntil: Timestamp?

  /// A clean history.
  init() {}

  /// A history as it was kept.
  init(failures: [Timestamp], lockouts: Int, lockedUntil: Timestamp?) {
    self.failures = failures
    self.lockouts = lockouts
    self.lockedUntil = lockedUntil
  }

  /// How long the lock-out still lasts; nil where there is none.
  func remaining(at now: Timestamp) -> Duration? {
    guard let lockedUntil, lockedUntil > now else { return nil }
    return .milliseconds(lockedUntil.milliseconds - now.milliseconds)
  }

  /// A session has failed.
  ///
  /// - Returns: true where this locks out.
  @discardableResult mutating func fail(at now: Timestamp, _ policy: LockoutPolicy) -> Bool {
    guard policy.failures > 0 else { return false }
    if let last = failures.last ?? lockedUntil, last + policy.longestDelay < now { lockouts = 0 }
    failures = failures.filter { $0 + policy.window > now }
    failures.append(now)
    // A session that began before the lock-out may fail during it: it counts towards the next one, and no lock-out
    // begins within another.
    guard failures.count >= policy.failures, remaining(at: now) == nil else { return false }
    lockouts += 1
    lockedUntil = now + policy.delay(ofLockout: lockouts)
    failures = []
    return true
  }
}
