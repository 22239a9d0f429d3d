import Engine
import Synchronization

/// The settings of a tenant: the host's, with the tenant's own laid over them.
struct TenantRules: Sendable {
  var sessions: SessionSettings
  var recognition: RecognitionSettings
  var security: SecuritySettings
  /// Liveness checks of the tenant's own; nil has the host's.
  var liveness: LivenessTuning?
}

/// Works out what counts for a tenant. A tenant's document has the same sections and keys as the host's configuration:
/// `sessions`, `recognition`, `security`, `liveness`, and of `components` the liveness checks.
final class EffectiveTenantSettings: Sendable {
  private let stored: TenantSettings
  private let base: ConfigurationValue
  private let registry: ComponentRegistry
  private let standard: TenantRules
  private let cache = Mutex<[TenantID: (version: Int, rules: TenantRules)]>([:])

  /// The sections that a tenant may override.
  static let sections = ["sessions", "recognition", "security", "liveness", "components"]

  /// - Parameters:
  ///   - base: the host's own document.
  ///   - registry: the components there are.
  init(
    stored: TenantSettings, base: ConfigurationValue, registry: ComponentRegistry, standard: HostConfiguration
  ) {
    self.stored = stored
    self.base = base
    self.registry = registry
    self.standard = TenantRules(
      sessions: standard.sessions, recognition: standard.recognition, security: standard.security)
  }

  /// What counts for a tenant now.
  ///
  /// - Throws: `StorageError`.
  func rules(of tenant: TenantID) async throws -> TenantRules {
    guard let document = try await stored.get(tenant), document.json != "{}" else { return standard }
    if let cached = cache.withLock({ $0[tenant] }), cached.version == document.version { return cached.rules }
    // What was stored had been validated; a host that no longer takes it falls back to its own settings.
    let own = ConfigurationValue(JSONValue.parse(Array(document.json.utf8)) ?? .object([]))
    let (rules, problems) = Self.read(own, over: base, registry: registry)
    let counted = problems.isEmpty ? rules : standard
    cache.withLock { $0[tenant] = (document.version, counted) }
    return counted
  }

  /// A tenant's document over the host's: what counts, and what is wrong with it.
  static func read(
    _ own: ConfigurationValue, over base: ConfigurationValue, registry: ComponentRegistry
  ) -> (TenantRules, [ConfigurationProblem]) {
    var reader = SettingsReader(own)
    for (key, _) in reader.openKeys() where !sections.contains(key) {
      reader.report(key, "unknown key; valid keys: \(sections.joined(separator: ", "))")
    }
    var merged = base
    if case .map(let entries) = own {
      for entry in entries where sections.contains(entry.key) {
        guard case .map(let settings) = entry.value else {
          reader.report(entry.key, "must be a section, not \(entry.value.kind)")
          continue
        }
        for setting in settings where entry.key == "components" && !setting.key.hasPrefix("liveness.") {
          reader.report("components.\(setting.key)", "a tenant may set liveness checks alone; the rest is the host's")
        }
        merged.lay(.map(settings), over: [entry.key])
      }
    }
    var document = SettingsReader(
      .map(["sessions", "recognition", "security"].compactMap { name in merged[name].map { .init(name, $0) } }))
    var rules = TenantRules(
      sessions: document.section("sessions") { SessionSettings(from: &$0) },
      recognition: document.section("recognition") { RecognitionSettings(from: &$0) },
      security: document.section("security") { SecuritySettings(from: &$0) })
    var problems = reader.problems + document.problems
    let checks = LivenessTuning(merged, registry: registry, problems: &problems)
    if own["liveness"] != nil || own["components"] != nil { rules.liveness = checks }
    let ids = checks.choices.flatMap(\.ids)
    for id in rules.sessions.mandatoryChecks where !ids.contains(id) {
      problems.append(
        .init(
          path: "sessions.mandatory_checks",
          message: "'\(id)' is not in liveness.checks (\(ids.joined(separator: ", ")))"))
    }
    return (rules, problems)
  }
}

extension ConfigurationValue {
  /// Sets what `value` holds at `path`: sections are laid over sections key by key, anything else replaces.
  fileprivate mutating func lay(_ value: ConfigurationValue, over path: [String]) {
    guard case .map(let entries) = value, !entries.isEmpty else { return set(path, to: value) }
    for entry in entries { lay(entry.value, over: path + [entry.key]) }
  }

  /// A JSON document as a configuration.
  init(_ json: JSONValue) {
    switch json {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .integer(value)
    case .number(let value): self = .number(value)
    case .string(let value): self = .string(value)
    case .array(let items): self = .list(items.map { ConfigurationValue($0) })
    case .object(let members): self = .map(members.map { Entry($0.name, ConfigurationValue($0.value)) })
    }
  }
}
