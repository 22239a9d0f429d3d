import Engine
import Foundation

/// `kenali tenant store`: which stores keep a tenant's gallery, and how that is changed while the host runs.
enum TenantStoreCommand {
  static let command = Command(
    name: "tenant store",
    usage: """
      ID --data DIR [--to STORE | --cancel | --fallback STORE|none | --rebuild STORE | --drop-old] [--no-wait] [--json]
      """,
    summary: """
      Show which stores keep a tenant's gallery; move it to another store, keep a fallback copy, rebuild a copy, or drop \
      what a move has left.
      """
  ) { arguments in
    let arguments = try Arguments(
      arguments,
      .init(
        options: ["data", "to", "fallback", "rebuild"], flags: ["cancel", "drop-old", "no-wait", "json"], words: ["ID"])
    )
    let tenant = TenantID(arguments.words[0])
    let asked = try request(arguments)
    try await InstallationAccess.open(arguments) { database, _ in
      guard try await TenantStore(database: database).find(tenant) != nil else {
        throw UsageError("there is no tenant with this id; see kenali tenant list")
      }
      if let (action, store) = asked {
        try await ask(action, store, tenant, database, waits: !arguments.flags.contains("no-wait"))
      }
      try await show(tenant, database, isJSON: arguments.flags.contains("json"))
    }
  }

  /// The one thing that is asked for, if any.
  private static func request(_ arguments: Arguments) throws -> (GalleryRequest.Action, String)? {
    var asked: [(GalleryRequest.Action, String)] = []
    if let store = arguments["to"] { asked.append((.move, store)) }
    if let store = arguments["fallback"] { asked.append(store == "none" ? (.noFallback, "") : (.fallback, store)) }
    if let store = arguments["rebuild"] { asked.append((.rebuild, store)) }
    if arguments.flags.contains("cancel") { asked.append((.cancel, "")) }
    if arguments.flags.contains("drop-old") { asked.append((.drop, "")) }
    guard asked.count < 2 else {
      throw UsageError("--to, --cancel, --fallback, --rebuild and --drop-old exclude each other")
    }
    // `--to pgvector` is what people say.
    return asked.first.map { action, store in
      (action, store.isEmpty || store.contains(".") ? store : "store.\(store)")
    }
  }

  private static func ask(
    _ action: GalleryRequest.Action, _ store: String, _ tenant: TenantID, _ database: Database, waits: Bool
  ) async throws {
    let requests = GalleryRequestStore(database: database)
    let id = try await requests.ask(action, store: store, of: tenant, now: .now)
    guard waits else { return }
    var patience = HostPatience()
    let idle = "no host has answered yet: the request waits until one runs on this data directory"
    while true {
      if let answer = try await requests.answer(to: id) {
        if let refusal = answer.refusal { throw AssemblyError(problems: [refusal]) }
        break
      }
      try await patience.wait("asking the host", idle: idle)
    }
    try await follow(tenant, database)
  }

  /// Returns when every copy is what it is to become, or has failed.
  private static func follow(_ tenant: TenantID, _ database: Database) async throws {
    var said = ""
    while true {
      let open = try await GalleryCopyStore(database: database).copies(of: tenant).filter {
        $0.role == .dropped || $0.role == .target && $0.phase != .failed
          || [.clearing, .filling, .verifying].contains($0.phase) && $0.role != .kept
      }
      guard let copy = open.first else { return }
      let line = "\(copy.store) (\(copy.role.rawValue)): \(copy.phase.rawValue), \(copy.copied) faces copied"
      if line != said { print(line) }
      said = line
      fflush(nil)
      try await Task.sleep(for: .milliseconds(300))
    }
  }

  private static func show(_ tenant: TenantID, _ database: Database, isJSON: Bool) async throws {
    let copies = try await GalleryCopyStore(database: database).copies(of: tenant)
    let recall = try await RecallRecords(database: database).sums(tenant: tenant)
    var rows: [JSONValue] = []
    for copy in copies {
      let pending = try await GalleryWriteQueue(database: database).count(store: copy.store, tenant: tenant)
      let sum = recall.first { $0.store == copy.store }?.sum
      rows.append(
        .object([
          "store": .string(copy.store), "role": .string(copy.role.rawValue), "phase": .string(copy.phase.rawValue),
          "model": .string(copy.model.rawValue), "copied": .integer(copy.copied), "pending_writes": .integer(pending),
          "verified_faces": copy.verified.map { .integer($0) }, "checksum": copy.checksum.map { .string($0) },
          "message": copy.message.map { .string($0) }, "recall_probes": sum.map { .integer($0.probes) },
          "recall_at_1": sum.map { .number($0.atOne) }, "recall_at_10": sum.map { .number($0.atTen) },
        ]))
    }
    if isJSON {
      print(JSONValue.array(rows).text)
      return
    }
    if rows.isEmpty {
      print("the tenant has no gallery yet: its first enrolment makes one in the host's default store")
    }
    for row in rows {
      guard case .object(let members) = row else { continue }
      print(members.filter { $0.value != .null }.map { "\($0.name): \($0.value.plain)" }.joined(separator: "  "))
    }
  }
}

extension JSONValue {
  /// As a person writes it: texts without quotes.
  fileprivate var plain: String { string ?? text }
}
