import Engine
import Foundation

/// `kenali tenant …`: works on a data directory, also while a host runs on it.
enum TenantCommands {
  static let all = [
    Command(
      name: "tenant create", usage: "--data DIR --name NAME [--json]",
      summary: "Create a tenant; its API key and secret are shown once."
    ) { arguments in
      let arguments = try Arguments(arguments, .init(options: ["data", "name"], flags: ["json"]))
      let name = try arguments.required("name")
      try await withIssuer(arguments, makingDirectory: true) { issuer in
        let (tenant, issued) = try await issuer.createTenant(name: name)
        show(tenant, key: issued.apiKey.text, secret: issued.secret.reveal(), arguments)
      }
    },
    Command(name: "tenant list", usage: "--data DIR [--json]", summary: "List the tenants.") { arguments in
      let arguments = try Arguments(arguments, .init(options: ["data"], flags: ["json"]))
      try await withIssuer(arguments) { issuer in
        var cursor: PageCursor?
        var tenants: [Tenant] = []
        repeat {
          let page = try await issuer.tenants.list(after: cursor, limit: 1000)
          tenants += page.items
          cursor = page.next
        } while cursor != nil
        list(tenants, arguments)
      }
    },
    Command(
      name: "tenant disable", usage: "ID --data DIR", summary: "Refuse a tenant's credentials and tokens from now on."
    ) { try await setEnabled(false, $0) },
    Command(name: "tenant enable", usage: "ID --data DIR", summary: "Accept a disabled tenant's credentials again.") {
      try await setEnabled(true, $0)
    },
    Command(
      name: "tenant rotate", usage: "ID --data DIR [--json]",
      summary: "Give a tenant a new secret; the old one and its tokens die at once. The API key stays."
    ) { arguments in
      let arguments = try Arguments(arguments, .init(options: ["data"], flags: ["json"], words: ["ID"]))
      try await withIssuer(arguments) { issuer in
        let (tenant, secret) = try await found { try await issuer.rotateSecret(of: TenantID(arguments.words[0])) }
        show(tenant, key: nil, secret: secret.reveal(), arguments)
      }
    },
    Command(
      name: "tenant configure", usage: "ID --data DIR [--set sessions.target_samples=5]… [--config FILE]",
      summary: """
        Set a tenant's own settings (sessions, recognition, security, liveness, components.liveness.*); without --set, \
        show them.
        """
    ) { try await configure($0) },
    Command(
      name: "tenant unlock", usage: "ID --data DIR [--user USER_ID] [--device DEVICE_ID]",
      summary: "Forget a user's or a device's failed sessions, and lift the lock-out that came of them."
    ) { try await unlock($0) },
  ]

  private static func unlock(_ arguments: [String]) async throws {
    let arguments = try Arguments(arguments, .init(options: ["data", "user", "device"], words: ["ID"]))
    let subjects =
      [arguments["user"].map { LockoutSubject.user(PersonID($0)) }, arguments["device"].map { .device($0) }]
      .compactMap { $0 }
    guard !subjects.isEmpty else { throw UsageError("name whom to unlock: --user USER_ID, --device DEVICE_ID or both") }
    try await withIssuer(arguments) { issuer in
      let tenant = TenantID(arguments.words[0])
      guard try await issuer.tenants.find(tenant) != nil else {
        throw UsageError("there is no tenant with this id; see kenali tenant list")
      }
      let count = try await LockoutStore(database: issuer.tenants.database).forget(subjects, tenant: tenant)
      print(count == 0 ? "no failed sessions were counted" : "the failed sessions are forgotten; new ones may begin")
    }
  }

  private static func configure(_ arguments: [String]) async throws {
    let arguments = try Arguments(
      arguments, .init(options: ["data", "config"], repeated: ["set"], words: ["ID"]))
    let home = Home()
    let loaded = try LoadedConfiguration(file: arguments["config"], home: home)
    let registry = try loaded.assembly(home: home).registry
    let id = TenantID(arguments.words[0])
    try await withIssuer(arguments) { issuer in
      let store = TenantSettings(database: issuer.tenants.database)
      guard let stored = try await store.get(id) else { throw UsageError("there is no tenant with this id") }
      var own = ConfigurationValue(JSONValue.parse(Array(stored.json.utf8)) ?? .object([]))
      for (path, value) in try arguments.assignments("set") { own.set(registry.joiningIDs(in: path), to: value) }
      let problems = EffectiveTenantSettings.read(own, over: loaded.document, registry: registry).1
      guard problems.isEmpty else { throw ConfigurationError(problems) }
      if !arguments.all("set").isEmpty {
        try await store.set(JSONValue(own).text, for: id, replacing: stored.version, now: .now)
      }
      print(YAMLWriter.write(own), terminator: "")
    }
  }

  private static func setEnabled(_ isEnabled: Bool, _ arguments: [String]) async throws {
    let arguments = try Arguments(arguments, .init(options: ["data"], words: ["ID"]))
    try await withIssuer(arguments) { issuer in
      let id = TenantID(arguments.words[0])
      let tenant = try await found { try await issuer.tenants.setEnabled(isEnabled, for: id, now: .now) }
      print("\(tenant.id) (\(tenant.name)) is \(isEnabled ? "enabled" : "disabled")")
    }
  }

  private static func found<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch StorageError.notFound {
      throw UsageError("there is no tenant with this id; see kenali tenant list")
    }
  }

  private static func withIssuer(
    _ arguments: Arguments, makingDirectory: Bool = false, _ body: (CredentialIssuer) async throws -> Void
  ) async throws {
    try await InstallationAccess.open(arguments, makingDirectory: makingDirectory) { database, box in
      try await body(CredentialIssuer(tenants: TenantStore(database: database), argon2: Argon2id(), box: box))
    }
  }

  private static func show(_ tenant: Tenant, key: String?, secret: String, _ arguments: Arguments) {
    if arguments.flags.contains("json") {
      print(
        JSONValue.object([
          "client_id": .string(tenant.id.rawValue), "api_key": key.map { .string($0) }, "api_secret": .string(secret),
        ]).text)
      return
    }
    print("client_id:  \(tenant.id)")
    if let key { print("api_key:    \(key)") }
    print("api_secret: \(secret)\nThe secret is shown only now; keep it safe.")
  }

  private static func list(_ tenants: [Tenant], _ arguments: Arguments) {
    if arguments.flags.contains("json") {
      print(
        JSONValue.array(
          tenants.map {
            .object([
              "client_id": .string($0.id.rawValue), "name": .string($0.name), "enabled": .bool($0.isEnabled),
              "api_key_hint": .string($0.apiKeyHint), "created_at": .string($0.createdAt.description),
            ])
          }
        ).text)
      return
    }
    for tenant in tenants {
      print("\(tenant.id)  \(tenant.isEnabled ? "enabled " : "disabled")  \(tenant.apiKeyHint)  \(tenant.name)")
    }
  }
}

extension JSONValue {
  /// A configuration as JSON.
  init(_ value: ConfigurationValue) {
    switch value {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .integer(value)
    case .number(let value): self = .number(value)
    case .string(let value): self = .string(value)
    case .list(let items): self = .array(items.map { JSONValue($0) })
    case .map(let entries): self = .object(entries.map { Member(name: $0.key, value: JSONValue($0.value)) })
    }
  }
}
