import Engine
import EngineTestKit

/// What `kenali plugins test` says in the end.
struct PluginTrialReport {
  let manifest: PluginManifest
  private var outcomes: [(id: String, outcome: PluginTrial.Outcome)] = []

  init(manifest: PluginManifest) { self.manifest = manifest }

  mutating func add(_ id: String, _ outcome: PluginTrial.Outcome) { outcomes.append((id, outcome)) }

  var head: String { "\(manifest.id) \(manifest.version) (\(manifest.licence)): \(manifest.summary)" }

  /// Why the plugin has not passed; nil where it has.
  var complaint: String? {
    let reports = outcomes.compactMap { if case .tested(let report, _) = $0.outcome { report } else { nil } }
    guard !reports.isEmpty else { return "nothing was tested: there is no suite for what the plugin offers" }
    let failed = reports.filter { !$0.isPassing || !$0.untested.isEmpty }.map(\.subject)
    return failed.isEmpty ? nil : "not every rule holds for \(failed.joined(separator: ", "))"
  }

  /// One component for people.
  static func describe(_ id: String, _ outcome: PluginTrial.Outcome) -> String {
    switch outcome {
    case .tested(let report, let promises): "\(report)\n  It promises: \(promises)."
    case .untested(let reason): "\(id): NOT TESTED: \(reason)"
    }
  }

  var json: JSONValue {
    .object([
      "id": .string(manifest.id), "version": .string(manifest.version), "passed": .bool(complaint == nil),
      "components": .array(
        outcomes.map { id, outcome in
          switch outcome {
          case .untested(let reason): .object(["id": .string(id), "tested": false, "reason": .string(reason)])
          case .tested(let report, let promises):
            .object([
              "id": .string(id), "tested": true, "promises": .string(promises), "rules": .array(Self.rules(report)),
            ])
          }
        }),
    ])
  }

  private static func rules(_ report: ConformanceReport) -> [JSONValue] {
    report.passed.map { .object(["rule": .string($0), "result": "holds"]) }
      + report.failures.map { .object(["rule": .string($0.rule), "result": "failed", "reason": .string($0.text)]) }
      + report.untested.map { .object(["rule": .string($0.rule), "result": "not_tested", "reason": .string($0.text)]) }
  }
}
