import Engine

/// Locks users and devices out whose sessions keep failing, so that nobody tries photo after photo.
struct Lockouts: Sendable {
  let store: LockoutStore
  let log: any EventLog
  let now: WallClock

  /// Refuses a session of somebody who is locked out.
  ///
  /// - Throws: `Problem` 429 with the time to wait; `StorageError`.
  func check(_ subjects: [LockoutSubject], tenant: TenantID) async throws {
    let moment = now()
    let locked = try await store.histories(of: subjects, tenant: tenant).compactMap { subject, history in
      history.remaining(at: moment).map { (subject, $0) }
    }
    guard let (subject, wait) = locked.max(by: { $0.1 < $1.1 }) else { return }
    throw Problem(
      status: 429, kind: "locked_out",
      detail: "Too many sessions of this \(subject.noun) have failed. Try again later.",
      retryAfter: (wait / .seconds(1)).rounded(.up))
  }

  /// Notes how a session ended.
  func note(
    _ outcome: SessionOutcome, sawSpoof: Bool, of subjects: [LockoutSubject], tenant: TenantID, policy: LockoutPolicy
  ) async throws {
    if outcome.status == .completed {
      // Only the user has proved something: a device's owner could clear it with their own face between guesses.
      try await store.forget(subjects.filter { if case .user = $0 { true } else { false } }, tenant: tenant)
    } else if Self.isFailure(outcome, sawSpoof: sawSpoof) {
      for subject in try await store.fail(subjects, tenant: tenant, policy: policy, now: now()) {
        log.write(
          .warning, component: "sessions", event: "locked_out",
          ["client_id": tenant.rawValue, "subject": subject.noun])
      }
    }
  }

  /// Whether an end is an attempt that failed. A session that was given up is one where a check had found an attack:
  /// otherwise who sees the attempt go wrong would stop it in time.
  static func isFailure(_ outcome: SessionOutcome, sawSpoof: Bool) -> Bool {
    switch outcome.reason {
    case .livenessFailed, .notRecognized, .ambiguous, .frameBudgetExceeded: true
    case .manualStop, .expired, .lowQualityAbort: sawSpoof
    default: false
    }
  }
}
