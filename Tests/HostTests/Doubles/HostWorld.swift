import Engine
import Foundation
import Web

@testable import Host

/// A whole host behind its handler, with a database, a gallery in memory and fake vision; no network.
struct HostWorld: Sendable {
  let handler: HostHandler
  let services: Services
  let issuer: CredentialIssuer
  let store: MemoryGallery
  let log: RecordedLog
  let clock: ManualClock
  let tenant: Tenant
  let credentials: IssuedCredentials

  static func run(
    _ document: ConfigurationValue = .map([]), _ body: (HostWorld) async throws -> Void
  ) async throws {
    try await withTemporaryDirectory { directory in
      let database = try await Database.open(directory: directory)
      let compute = ComputePool(threads: 1)
      try await body(HostWorld(document, database, compute))
      compute.stop()
      database.close()
    }
  }

  private init(_ document: ConfigurationValue, _ database: Database, _ compute: ComputePool) async throws {
    let (store, log, vision, clock) = (MemoryGallery(), RecordedLog(), FakeVision(), ManualClock())
    let components = Components(
      pipeline: vision.pipeline, liveness: LivenessSelection(), stores: [(StorageWorld.store, store)],
      chosen: [(role: "store", id: "store.memory")], lifecycle: Lifecycle())
    let masterKey = try MasterKey(SecretBytes(0..<32))
    let keys = DataKeyStore(database: database, box: try SealedBox(masterKey: masterKey))
    services = try await Services(
      configuration: HostConfiguration.reading(document).configuration, base: document, log: log, database: database,
      masterKey: masterKey, ring: DataKeyRing(try await keys.load(now: StorageWorld.now)), components: components,
      registry: ComponentRegistry(),
      tuner: LivenessTuner(
        registry: ComponentRegistry(), models: NoModels(), dataDirectory: "", standard: LivenessSelection(), log: log),
      compute: compute, schema: Array("{}".utf8),
      now: { StorageWorld.now + clock.now }, startClock: { { clock.now } })
    handler = HostHandler(services)
    issuer = CredentialIssuer(
      tenants: services.tenants, argon2: Argon2id(parameters: CredentialTests.cheap),
      box: try SealedBox(masterKey: masterKey))
    (tenant, credentials) = try await issuer.createTenant(name: "tenant")
    self.store = store
    self.log = log
    self.clock = clock
  }

  /// The header of the tenant's API key and secret.
  var apiKey: String { "ApiKey \(credentials.apiKey.text):\(credentials.secret.reveal())" }

  /// Sends a request and reads the answer as JSON.
  func send(
    _ method: String, _ target: String, _ body: JSONValue? = nil, headers: HTTPHeaders = [:], authorized: Bool = true
  ) async throws -> (status: Int, json: JSONValue, headers: HTTPHeaders) {
    var headers = headers
    if authorized, headers["Authorization"] == nil { headers["Authorization"] = apiKey }
    guard let request = HTTPRequest(method: method, target: target, headers: headers, body: body?.bytes ?? []) else {
      throw StorageError.notFound
    }
    let response = await handler.respond(to: request)
    return (response.status, JSONValue.parse(response.body) ?? .null, response.headers)
  }

  /// `{"image": …}` with other fields.
  static func image(_ picture: FakePicture, _ fields: JSONValue = .object([])) -> JSONValue {
    JSONValue.object(["image": .string(picture.base64)]).merging(fields)
  }
}
