import Engine

/// Which liveness checks a tenant has, and how they are set: the host's, with the tenant's own over them.
struct LivenessTuning: Sendable, Hashable {
  var choices: [ComponentChoice]
  /// Settings by component id, of `liveness.*` alone.
  var settings: [String: ConfigurationValue]

  /// What the sections `liveness` and `components` of a document say.
  ///
  /// - Parameters:
  ///   - document: the host's document, with the tenant's laid over it.
  ///   - registry: the components there are; what a check's own factory does not take is a problem.
  init(_ document: ConfigurationValue, registry: ComponentRegistry, problems: inout [ConfigurationProblem]) {
    var reader = SettingsReader(document["liveness"] ?? .null, path: "liveness")
    choices = reader.choices("checks")
    reader.finish()
    problems += reader.problems
    settings = [:]
    for id in choices.flatMap(\.ids) {
      guard id.hasPrefix("liveness."), let component = registry[id] else {
        let valid = registry.ids(prefix: "liveness.").joined(separator: ", ")
        problems.append(.init(path: "liveness.checks", message: "'\(id)' is no such component; valid values: \(valid)"))
        continue
      }
      settings[id] = document["components"]?[id] ?? .map([])
      problems += component.decode(settings[id] ?? .map([])).problems
    }
  }
}

extension ComponentRegistry {
  /// A path of keys whose component id, having dots itself, was taken apart: `components`, `liveness`, `blink`,
  /// `min_depth` becomes `components`, `liveness.blink`, `min_depth`.
  func joiningIDs(in path: [String]) -> [String] {
    guard path.first == "components" else { return path }
    for end in path.indices.dropFirst(2) where self[path[1...end].joined(separator: ".")] != nil {
      return ["components", path[1...end].joined(separator: ".")] + path[(end + 1)...]
    }
    return path
  }
}
