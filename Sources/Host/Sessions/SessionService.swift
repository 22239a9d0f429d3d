import Engine
import Web

/// Creates sessions, connects clients to them, ends them.
final class SessionService: Sendable {
  let components: Components
  private let tuner: LivenessTuner
  let compute: ComputePool
  let limits: ImageLimits
  let conclusion: SessionConclusion
  private let records: SessionStore
  private let recognizer: Recognizer
  private let users: UserStore
  private let settings: EffectiveTenantSettings
  private let registry: SessionRegistry
  private let log: any EventLog
  private let now: WallClock
  private let startClock: @Sendable () -> SessionClock

  init(
    components: Components, tuner: LivenessTuner, compute: ComputePool, limits: ImageLimits, recognizer: Recognizer,
    enroller: Enroller,
    results: ResultSealer, records: SessionStore, lockouts: Lockouts, users: UserStore,
    settings: EffectiveTenantSettings,
    log: any EventLog, now: @escaping WallClock, limit: Int,
    startClock: @escaping @Sendable () -> SessionClock = LiveSession.startClock
  ) {
    self.components = components
    self.tuner = tuner
    self.compute = compute
    self.limits = limits
    self.records = records
    self.recognizer = recognizer
    self.users = users
    self.settings = settings
    self.log = log
    self.now = now
    self.startClock = startClock
    registry = SessionRegistry(limit: limit)
    conclusion = SessionConclusion(
      recognizer: recognizer, enroller: enroller, results: results, records: records, registry: registry,
      lockouts: lockouts, log: log,
      now: now)
  }

  /// Sessions alive in this process.
  var count: Int { registry.count }

  /// Creates a session.
  ///
  /// - Parameter body: the request, whose wishes count within the tenant's bounds.
  /// - Throws: `Problem`.
  func create(_ purpose: SessionPurpose, body: JSONValue, principal: Principal) async throws -> LiveSession {
    let tenant = try await settings.rules(of: principal.tenant)
    let subjects = try LockoutSubject.of(purpose, body: body)
    try await conclusion.lockouts.check(subjects, tenant: principal.tenant)
    var rules = try SessionWishes.apply(body, to: tenant.sessions, purpose: purpose)
    let liveness = try await tuner.selection(tenant.liveness)
    rules.bind(to: liveness, components.pipeline.embedder.model)
    if case .verification(let user) = purpose, try await !recognizer.isEnrolled(user, tenant: principal.tenant) {
      throw Problem.notFound("An enrolled face of this user_id")
    }
    let encryption: ResultEncryption =
      tenant.security.resultEncryption == "AES-256-GCM"
      ? .gcm : .cbc(via: principal.via, forcesSecret: tenant.security.resultKey == "secret")
    let token = try SessionToken.generate()
    let moment = now()
    let expiresAt = moment + rules.timeToLive
    let record = try await records.create(
      NewSession(
        family: "integration", kind: SessionKind(purpose), parameters: body["metadata"]?.text ?? "{}",
        expiresAt: expiresAt),
      tokenDigest: try token.digest, tenant: principal.tenant, now: moment)
    let session = LiveSession(
      id: record.id, token: token.text, tenant: principal.tenant, purpose: purpose, rules: rules,
      encryption: encryption, recognition: tenant.recognition, expiresAt: expiresAt, checks: liveness.checks,
      frameBytes: limits.maximumBytes, subjects: subjects, lockout: tenant.security.lockout,
      // Every session of this family is created by the tenant's backend.
      showsScores: tenant.security.rawScores.areShown(toPublic: false), clock: startClock())
    let admission = registry.add(session, tenantLimit: tenant.sessions.maxLive)
    guard admission == .added else {
      // No client can ever come for it.
      try await records.finish(
        record.id, tenant: principal.tenant, status: .cancelled, reason: SessionReason.error.rawValue, now: now())
      throw admission == .tenantIsFull ? Self.tooMany : Problem.overloaded
    }
    log.write(
      .info, component: "sessions", event: "session_created",
      ["client_id": session.tenant.rawValue, "session_id": session.id, "session_type": purpose.name])
    return session
  }

  /// The answer to a WebSocket handshake for a session (api.md §5). A browser's script never sees an HTTP status, so
  /// refusals are closes with a code. `headers` go with the 101.
  func connect(token: String, headers: HTTPHeaders = [:]) -> UpgradeDecision {
    guard let session = registry[token] else {
      return Self.refuse(4404, Problem(status: 404, kind: "session_not_found", detail: "Session not found."), headers)
    }
    if session.isOver {
      return Self.refuse(
        4401,
        Problem(
          status: 401, kind: "session_over",
          detail: "This session is over; a token is good for one session. Create a new session."), headers)
    }
    guard !session.isAttached else { return Self.refuse(4403, Self.takenProblem, headers) }
    return .accept(FrameSocket(session: session, service: self), headers: headers)
  }

  private static let tooMany = Problem(
    status: 429, kind: "too_many_sessions",
    detail: "This tenant has as many sessions alive as it may have; let some end before creating more.", retryAfter: 5)

  private static let disabled = Problem(
    status: 401, kind: "tenant_disabled", detail: "This tenant's credentials are no longer accepted.")

  static let takenProblem = Problem(
    status: 403, kind: "session_taken", detail: "Another client is connected to this session.")

  private static func refuse(_ code: Int, _ problem: Problem, _ headers: HTTPHeaders) -> UpgradeDecision {
    .acceptThenClose(code: code, reason: problem.detail, message: problem.message.text, headers: headers)
  }

  /// Ends sessions whose time is over. Called once a second.
  func sweep() async {
    for session in registry.overdue() {
      guard session.unlessConcluding({ $0.expire(at: session.now) }) != nil else { continue }
      await conclusion.finish(session)
    }
  }

  /// Ends every session of tenants that were disabled.
  func endAll(of tenants: Set<TenantID>) async {
    for session in registry.of(tenants) {
      guard session.unlessConcluding({ $0.fail() }) != nil else { continue }
      await conclusion.finish(session, problem: Self.disabled)
    }
  }

  /// At start: sessions of a process before can't go on, because their state was in its memory.
  func endLeftovers() async throws {
    try await records.failLive(reason: SessionReason.error.rawValue, now: now())
  }

  /// Deletes the rows of sessions that ended before a moment, and what is known of failures that are as old.
  func deleteRecords(endedBefore moment: Timestamp) async throws {
    try await records.deleteEnded(before: moment)
    try await conclusion.lockouts.store.deleteUnchanged(since: moment)
  }

  func note(_ event: String, _ session: LiveSession, _ fields: [String: String] = [:], level: LogLevel = .info) {
    let own = ["client_id": session.tenant.rawValue, "session_id": session.id]
    log.write(level, component: "sessions", event: event, own.merging(fields) { _, new in new })
  }
}

extension SessionKind {
  init(_ purpose: SessionPurpose) {
    switch purpose {
    case .enrollment: self = .enrollment
    case .verification: self = .verification
    case .identification: self = .identification
    }
  }
}
