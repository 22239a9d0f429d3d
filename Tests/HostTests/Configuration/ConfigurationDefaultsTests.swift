import Engine
import Foundation
import Testing

@testable import Host

/// Defaults stand in the code, in the documentation and, for what names components, in `config/kenali.yaml`.
@Suite struct ConfigurationDefaultsTests {
  /// Every leaf of a tree with its path.
  static func leaves(_ value: ConfigurationValue, _ path: [String] = []) -> [(
    path: [String], value: ConfigurationValue
  )] {
    guard case .map(let entries) = value, !entries.isEmpty || path.isEmpty else { return [(path, value)] }
    return entries.flatMap { leaves($0.value, path + [$0.key]) }
  }

  /// What has no default, and so is in no effective document.
  static let unset: Set<String> = [
    "server.public_url", "server.tls.certificate", "server.tls.key", "recognition.similarity_threshold", "components",
    "server.tls", "stores.fallback",
  ]

  @Test func theShippedConfigurationHasNoProblemAndChangesNoDefaultButTheComponents() throws {
    let shipped = try ConfigurationLayers(file: try Repository.text("config/kenali.yaml")).merged()
    let read = HostConfiguration.reading(shipped)
    #expect(read.problems == [])
    let standard = HostConfiguration.reading(.map([])).effective
    let changed = zip(Self.leaves(read.effective), Self.leaves(standard)).filter { $0.value != $1.value }
      .map { $0.0.path.joined(separator: ".") }
    #expect(Self.leaves(read.effective).count == Self.leaves(standard).count)
    #expect(
      changed == [
        "plugins.load", "pipeline.decoder", "pipeline.detector", "pipeline.landmarker", "pipeline.quality",
        "pipeline.embedder", "pipeline.obstacles", "liveness.checks", "stores.default", "sessions.mandatory_checks",
      ])
    #expect(read.configuration.pipeline.embedder == ["face.embedder.arcface", "face.embedder.dlib"])
    #expect(read.configuration.plugins.load == ["Vision", "Liveness", "Obstacles", "FAISSStore"])
  }

  /// The rows `| key | type | default | …` of docs/configuration.md.
  private static func documented() throws -> [String: String] {
    var rows: [String: String] = [:]
    for line in try Repository.text("docs/configuration.md").split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
      // The components' own settings have no section before them.
      if cells.count >= 4, cells[0].contains(".") || cells[0] == "log_level" { rows[cells[0]] = cells[2] }
    }
    return rows
  }

  @Test func theDocumentedDefaultsAreTheRealOnes() throws {
    var documented = try Self.documented()
    for leaf in Self.leaves(HostConfiguration.reading(.map([])).effective) {
      let path = leaf.path.joined(separator: ".")
      guard !Self.unset.contains(path) else { continue }
      let shown =
        switch leaf.value {
        case .string(let text): text.isEmpty ? "none; needed" : text
        case .integer(let number): String(number)
        case .number(let number): number == number.rounded() ? String(Int(number)) : String(number)
        case .bool(let value): String(value)
        case .list(let items):
          "[\(items.map { if case .string(let text) = $0 { "\"\(text)\"" } else { "?" } }.joined(separator: ", "))]"
        case .null, .map: leaf.value.kind
        }
      #expect(documented.removeValue(forKey: path) == shown, "\(path)")
    }
    for path in Self.unset {
      if let shown = documented.removeValue(forKey: path) { #expect(shown == "not set", "\(path)") }
    }
    let sections =
      ["server", "log_level", "plugins", "models", "pipeline", "liveness", "stores", "sessions"]
      + ["recognition", "security", "compute"]
    let unknown = documented.keys.filter { sections.contains(String($0.prefix { $0 != "." })) }
    #expect(unknown.isEmpty, "documented, but unknown to the program")
  }

  @Test func theDefaultsOfTheContract() {
    // api.md §2, "Session rules".
    let sessions = HostConfiguration.defaults.sessions
    let rules = sessions.rules(for: .enrollment(PersonID("ann")))
    #expect(rules == SessionRules(liveness: LivenessPolicy(rule: .all, minimumScore: 0.5)))
    #expect(
      sessions.rules(for: .identification) == SessionRules(liveness: LivenessPolicy(rule: .any, minimumScore: 0.5)))
    #expect(rules.targetSamples == 3 && rules.frameBudget == 300 && rules.maxFPS == 10)
    #expect(rules.timeToLive == .seconds(300))
    let server = HostConfiguration.defaults.server
    #expect(server.port == 8000 && server.host == "127.0.0.1" && server.frameBytes == 2 << 20)
  }
}
