import Engine

/// The liveness checks that run, and what each was chosen for.
struct LivenessSelection: Sendable {
  private(set) var checks = LivenessCheckSet([])
  /// Every id that the configuration names → the check that runs in its place.
  private var running: [String: String] = [:]

  /// Adds the check that `choice` came down to.
  mutating func add(_ id: String, _ provider: any LivenessCheckProvider, of choice: ComponentChoice) {
    checks = LivenessCheckSet(checks.providers + [(id, provider)])
    for name in choice.ids { running[name] = id }
  }

  /// The selection with each provider replaced.
  func mapped(_ replace: (String, any LivenessCheckProvider) -> any LivenessCheckProvider) -> LivenessSelection {
    var mapped = self
    mapped.checks = LivenessCheckSet(checks.providers.map { ($0.id, replace($0.id, $0.provider)) })
    return mapped
  }

  /// The checks that must say `live` where these ids must: a classical check stands in for one whose model is missing.
  func running(for ids: Set<String>) -> Set<String> { Set(ids.map { running[$0] ?? $0 }) }
}
