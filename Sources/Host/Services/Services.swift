import Engine
import Web

/// Everything that the routes work with, put together once at start.
final class Services: Sendable {
  let configuration: HostConfiguration
  let log: any EventLog
  let now: WallClock
  let database: Database
  let tenants: TenantStore
  let users: UserStore
  let enrollments: EnrollmentStore
  let verifier: CredentialVerifier
  let tokens: JSONWebToken
  let tenantSettings: EffectiveTenantSettings
  let components: Components
  let galleries: GalleryRouter
  let keeper: GalleryKeeper
  let check: GalleryCheck
  let rotation: KeyRotation
  let adoption: GalleryAdoption
  let recall: RecallRecords
  let recognizer: Recognizer
  let enroller: Enroller
  let photos: PhotoReader
  let sessions: SessionService
  /// The OpenAPI document, as bytes of JSON.
  let schema: [UInt8]

  init(
    configuration: HostConfiguration, base: ConfigurationValue, log: any EventLog, database: Database,
    masterKey: MasterKey, ring: DataKeyRing, components: Components, registry: ComponentRegistry, tuner: LivenessTuner,
    compute: ComputePool, schema: [UInt8],
    now: @escaping WallClock = { .now },
    startClock: @escaping @Sendable () -> SessionClock = LiveSession.startClock
  ) async throws {
    self.configuration = configuration
    self.log = log
    self.now = now
    self.database = database
    self.schema = schema
    tenants = TenantStore(database: database)
    users = UserStore(database: database)
    enrollments = EnrollmentStore(database: database)
    verifier = try await CredentialVerifier(tenants: tenants, argon2: Argon2id(), clock: now)
    tokens = try JSONWebToken(key: try masterKey.derived(for: .tokens), clock: now)
    tenantSettings = EffectiveTenantSettings(
      stored: TenantSettings(database: database), base: base, registry: registry, standard: configuration)
    self.components = components
    let box = try SealedBox(masterKey: masterKey)
    let work = GalleryWork(
      components: components, settings: configuration.stores, database: database, ring: ring, box: box, log: log,
      now: now)
    galleries = work.router
    keeper = work.keeper
    rotation = work.rotation
    adoption = GalleryAdoption(
      router: work.router, requests: GalleryRequestStore(database: database), tenants: tenants, log: log)
    check = GalleryCheck(router: work.router, backfill: work.backfill, tenants: tenants, log: log)
    recall = RecallRecords(database: database)
    recognizer = Recognizer(
      galleries: work.router,
      recall: RecallMeter(
        rate: configuration.stores.recallSample, records: recall, log: log),
      users: users, enrollments: enrollments)
    enroller = Enroller(
      recognizer: recognizer, users: users, enrollments: enrollments, galleries: work.router, sealer: ring, now: now)
    let limits = ImageLimits(
      maximumBytes: configuration.server.frameBytes, maximumSide: configuration.server.frameSide)
    photos = PhotoReader(pipeline: components.pipeline, compute: compute, limits: limits)
    sessions = SessionService(
      components: components, tuner: tuner, compute: compute, limits: limits, recognizer: recognizer,
      enroller: enroller,
      results: ResultSealer(tenants: tenants, box: box, now: now),
      records: SessionStore(database: database),
      lockouts: Lockouts(store: LockoutStore(database: database), log: log, now: now), users: users,
      settings: tenantSettings, log: log, now: now,
      limit: configuration.sessions.maxLive, startClock: startClock)
  }

  /// The tenant's backend behind a request.
  ///
  /// - Throws: `Problem.unauthorized`, whatever was wrong with the credential.
  func authenticate(_ request: HTTPRequest) async throws -> Principal {
    switch AuthorizationHeader(request.headers["Authorization"]) {
    case nil: throw Problem.unauthorized
    case .apiKey(let key, let secret)?:
      guard let tenant = try await verifier.verify(apiKey: APIKey(key), secret: APISecret(secret)),
        tenant.role == .client
      else { throw Problem.unauthorized }
      return Principal(tenant: tenant.id, via: nil)
    case .token(let text)?:
      guard let claims = try? tokens.verify(text, kind: .client) else { throw Problem.unauthorized }
      // The row is asked each time: a disabled tenant or a rotated secret counts at once.
      guard let tenant = try await tenants.find(TenantID(claims.subject)), tenant.isEnabled, tenant.role == .client,
        tenant.credentialVersion == claims.credentialVersion
      else { throw Problem.unauthorized }
      return Principal(tenant: tenant.id, via: claims.via)
    }
  }

  /// The settings that count for a tenant.
  func settings(of tenant: TenantID) async throws -> TenantRules { try await tenantSettings.rules(of: tenant) }

  /// Whether the database can be asked.
  func databaseAnswers() async -> Bool { (try? await tenants.list(limit: 1)) != nil }

  /// What the caller is told of an error. What it is not told is logged under the request's id.
  func problem(for error: any Error, requestID: String) -> Problem {
    if let problem = Problem(error) { return problem }
    log.write(
      .error, component: "web", event: "request_failed", ["request_id": requestID, "reason": "\(error)"])
    return .internalError
  }
}
