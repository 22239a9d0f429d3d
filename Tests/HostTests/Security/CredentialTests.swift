import Engine
import Foundation
import Synchronization
import Testing

@testable import Host

@Suite struct CredentialTests {
  /// Cheap, so that tests count verifications rather than wait for them.
  static let cheap = Argon2id.Parameters(memory: 64, passes: 1, lanes: 1)

  struct World {
    let database: Database
    let tenants: TenantStore
    let box: SealedBox
    let issuer: CredentialIssuer
    let verifier: CredentialVerifier
    let argon2: Argon2id
  }

  func withWorld(
    argon2: Argon2id = Argon2id(parameters: cheap), clock: @escaping WallClock = { .now },
    _ body: (World) async throws -> Void
  ) async throws {
    try await withTemporaryDirectory { directory in
      let database = try await Database.open(directory: directory)
      let tenants = TenantStore(database: database)
      let box = try SealedBox(masterKey: MasterKey(SecretBytes(0..<32)))
      let issuer = CredentialIssuer(tenants: tenants, argon2: argon2, box: box)
      let verifier = try await CredentialVerifier(tenants: tenants, argon2: argon2, clock: clock)
      try await body(
        World(
          database: database, tenants: tenants, box: box, issuer: issuer, verifier: verifier, argon2: argon2))
      database.close()
    }
  }

  @Test func formats() throws {
    let key = try APIKey.generate()
    #expect(key.text.hasPrefix("frapi_") && key.text.utf8.count == 6 + 32)
    #expect(try APISecret.generate().reveal().utf8.count == 43)
    let token = try SessionToken.generate()
    #expect(token.text.hasPrefix("sess_") && token.text.utf8.count == 5 + 43)
    #expect(SessionToken(token.text) == token)
    #expect(try key.digest != SHA256.digest(key.text))
    for bad in ["", "sess_", "sess_x", token.text + "A", "sess_" + String(repeating: "+", count: 43)] {
      #expect(SessionToken(bad) == nil)
    }
    #expect(!"\(token)".contains(token.text))
  }

  @Test func onlyTheRightPairIsAccepted() async throws {
    try await withWorld { world in
      let (tenant, issued) = try await world.issuer.createTenant(name: "A")
      let (_, other) = try await world.issuer.createTenant(name: "A")
      for _ in 0..<2 {
        #expect(try await world.verifier.verify(apiKey: issued.apiKey, secret: issued.secret) == tenant)
        #expect(try await world.verifier.verify(apiKey: issued.apiKey, secret: other.secret) == nil)
        #expect(try await world.verifier.verify(apiKey: other.apiKey, secret: issued.secret) == nil)
        #expect(try await world.verifier.verify(apiKey: APIKey("frapi_x"), secret: issued.secret) == nil)
        #expect(try await world.verifier.verify(apiKey: APIKey(""), secret: APISecret("")) == nil)
      }
      // Another split of the same text is another pair.
      let joined = issued.apiKey.text + issued.secret.reveal()
      #expect(
        try await world.verifier.verify(
          apiKey: APIKey(String(joined.dropLast(3))), secret: APISecret(String(joined.suffix(3)))) == nil)
    }
  }

  @Test func disablingAndRotatingCountAtOnce() async throws {
    try await withWorld { world in
      let (tenant, issued) = try await world.issuer.createTenant(name: "A")
      #expect(try await world.verifier.verify(apiKey: issued.apiKey, secret: issued.secret) != nil)
      try await world.tenants.setEnabled(false, for: tenant.id, now: .now)
      #expect(try await world.verifier.verify(apiKey: issued.apiKey, secret: issued.secret) == nil)
      try await world.tenants.setEnabled(true, for: tenant.id, now: .now)
      #expect(try await world.verifier.verify(apiKey: issued.apiKey, secret: issued.secret) != nil)
      let (changed, secret) = try await world.issuer.rotateSecret(of: tenant.id)
      #expect(changed.credentialVersion == 2)
      #expect(try await world.verifier.verify(apiKey: issued.apiKey, secret: issued.secret) == nil)
      #expect(try await world.verifier.verify(apiKey: issued.apiKey, secret: secret) == changed)
      // The sealed keys are the new secret's and the old API key's.
      let stored = try #require(try await world.tenants.credentials(of: tenant.id))
      #expect(
        try ResultKeys(opening: stored.sealedResultKeys, in: world.box, for: tenant.id)
          == ResultKeys(apiKey: issued.apiKey, secret: secret))
    }
  }

  @Test func anotherProcessRotates() async throws {
    try await withTemporaryDirectory { directory in
      let argon2 = Argon2id(parameters: Self.cheap)
      let box = try SealedBox(masterKey: MasterKey(SecretBytes(0..<32)))
      let host = TenantStore(database: try await Database.open(directory: directory))
      // A second opening shares nothing with the first but the file, as the command line does.
      let commandLine = CredentialIssuer(
        tenants: TenantStore(database: try await Database.open(directory: directory)), argon2: argon2, box: box)
      let verifier = try await CredentialVerifier(tenants: host, argon2: argon2)
      let (tenant, issued) = try await commandLine.createTenant(name: "A", role: .admin)
      #expect(try await verifier.verify(apiKey: issued.apiKey, secret: issued.secret)?.role == .admin)
      let (_, secret) = try await commandLine.rotateSecret(of: tenant.id)
      #expect(try await verifier.verify(apiKey: issued.apiKey, secret: issued.secret) == nil)
      #expect(try await verifier.verify(apiKey: issued.apiKey, secret: secret) != nil)
      host.database.close()
      commandLine.tenants.database.close()
    }
  }

  /// How many Argon2 operations `body` costs: what its time is made of, and on a busy machine a better measure of it.
  func cost(_ world: World, _ body: () async throws -> Void) async throws -> Int {
    let before = world.argon2.operations
    try await body()
    return world.argon2.operations - before
  }

  @Test func rightPairsAreRememberedForAMinute() async throws {
    let time = Mutex(Timestamp(milliseconds: 1_000_000))
    let clock: WallClock = { time.withLock { $0 } }
    try await withWorld(clock: clock) { world async throws in
      let (_, issued) = try await world.issuer.createTenant(name: "A")
      func cost() async throws -> Int {
        try await self.cost(world) { () async throws in
          #expect(try await world.verifier.verify(apiKey: issued.apiKey, secret: issued.secret) != nil)
        }
      }
      #expect(try await cost() == 1)
      #expect(try await cost() == 0)
      time.withLock { $0.milliseconds += 59_999 }
      #expect(try await cost() == 0)
      time.withLock { $0.milliseconds += 1 }
      #expect(try await cost() == 1)
      world.verifier.forgetAll()
      #expect(try await cost() == 1)
    }
  }

  @Test func wrongPairsCostTheSame() async throws {
    try await withWorld { world async throws in
      let (_, issued) = try await world.issuer.createTenant(name: "A")
      let (disabled, issuedDisabled) = try await world.issuer.createTenant(name: "B")
      #expect(try await world.verifier.verify(apiKey: issuedDisabled.apiKey, secret: issuedDisabled.secret) != nil)
      try await world.tenants.setEnabled(false, for: disabled.id, now: .now)
      for (key, secret) in [
        (issued.apiKey, APISecret("wrong")), (APIKey("frapi_unknown"), issued.secret),
        (issuedDisabled.apiKey, issuedDisabled.secret), (issuedDisabled.apiKey, APISecret("wrong")),
        (APIKey(""), APISecret("")), (APIKey(String(repeating: "k", count: 100_000)), APISecret("x")),
      ] {
        for _ in 0..<3 {
          let cost = try await cost(world) { () async throws in
            #expect(try await world.verifier.verify(apiKey: key, secret: secret) == nil)
          }
          #expect(cost == 1)
        }
      }
    }
  }

  @Test func aBurstOfEqualRequestsSharesVerifications() async throws {
    // One thread and little room to wait: 50 verifications would be refused.
    try await withWorld(argon2: Argon2id(threadCount: 1, capacity: 2)) { world async throws in
      let (tenant, issued) = try await world.issuer.createTenant(name: "A")
      let answers = try await withThrowingTaskGroup(of: Tenant?.self) { group in
        for _ in 0..<50 {
          group.addTask { try await world.verifier.verify(apiKey: issued.apiKey, secret: issued.secret) }
        }
        return try await group.reduce(into: [Tenant?]()) { $0.append($1) }
      }
      #expect(answers.count == 50 && answers.allSatisfy { $0 == tenant })
    }
  }

  @Test func theDatabaseHoldsNothingInClear() async throws {
    try await withTemporaryDirectory { directory in
      let database = try await Database.open(directory: directory)
      let box = try SealedBox(masterKey: MasterKey(SecretBytes(0..<32)))
      let issuer = CredentialIssuer(
        tenants: TenantStore(database: database), argon2: Argon2id(parameters: Self.cheap), box: box)
      let (tenant, issued) = try await issuer.createTenant(name: "A")
      let token = try SessionToken.generate()
      _ = try await SessionStore(database: database).create(
        NewSession(family: "A", kind: .identification, expiresAt: .now + .seconds(300)), tokenDigest: token.digest,
        tenant: tenant.id, now: .now)
      var stored = Data()
      for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
        stored.append(try Data(contentsOf: URL(fileURLWithPath: directory + "/" + name)))
      }
      let forbidden = [
        Data(issued.apiKey.text.utf8), Data(issued.secret.reveal().utf8), Data(token.text.utf8),
        Data(try SHA256.digest(issued.apiKey.text)), Data(try SHA256.digest(issued.secret.reveal())),
      ]
      for secret in forbidden { #expect(stored.range(of: secret) == nil) }
      // The search finds what is there.
      #expect(stored.range(of: Data(try issued.apiKey.digest)) != nil)
      database.close()
    }
  }
}
