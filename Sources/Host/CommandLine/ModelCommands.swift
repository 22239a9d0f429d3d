import Engine
import Foundation

/// `kenali models …`.
enum ModelCommands {
  static let all = [
    Command(
      name: "models list", usage: "[--config FILE] [--json]",
      summary: "List the models with their licences, which are there, and which set is active."
    ) { arguments in
      let arguments = try Arguments(arguments, .init(options: ["config"], flags: ["json"]))
      let folder = try folder(arguments["config"])
      let active = folder.activeSet
      if arguments.flags.contains("json") {
        print(json(folder, active).text)
        return
      }
      print("active set: \(active ?? "none (run scripts/setup)")")
      for name in folder.catalogue.sets.keys.sorted() {
        guard let set = folder.catalogue.sets[name] else { continue }
        print("\n\(name): \(set.summary)")
        for id in set.models {
          guard let entry = folder.catalogue.models.first(where: { $0.id == id }) else { continue }
          let use = entry.commercialUse ? "commercial use" : "RESEARCH ONLY"
          print("  \(id)  [\(describe(folder.state(of: entry)))]  \(entry.role)  \(entry.licence); \(use)")
        }
      }
    },
    Command(
      name: "models verify", usage: "[--config FILE]",
      summary: "Check the files of every installed model against the catalogue's sha256."
    ) { arguments in
      let arguments = try Arguments(arguments, .init(options: ["config"]))
      let folder = try folder(arguments["config"])
      var changed: [String] = []
      for entry in folder.catalogue.models {
        let state = folder.state(of: entry)
        if case .changed = state { changed.append(entry.id) }
        print("\(entry.id): \(describe(state))")
      }
      guard changed.isEmpty else {
        throw ComponentError.model("changed files: \(changed.joined(separator: ", ")); run scripts/setup")
      }
      guard folder.activeSet != nil else { throw ComponentError.model("no set is complete; run scripts/setup") }
    },
  ]

  private static func folder(_ file: String?) throws -> ModelFolder {
    let home = Home()
    return try LoadedConfiguration(file: file, home: home).configuration.models.folder(home: home)
  }

  private static func describe(_ state: ModelFolder.State) -> String {
    switch state {
    case .ready: "ready"
    case .missing: "not installed"
    case .changed(let file): "CHANGED: \(file)"
    case .researchOnly: "not allowed"
    }
  }

  private static func json(_ folder: ModelFolder, _ active: String?) -> JSONValue {
    .object([
      "active_set": active.map { .string($0) } ?? .null,
      "models": .array(
        folder.catalogue.models.map { entry in
          .object([
            "id": .string(entry.id), "role": .string(entry.role), "licence": .string(entry.licence),
            "commercial_use": .bool(entry.commercialUse), "state": .string(describe(folder.state(of: entry))),
          ])
        }),
    ])
  }
}

extension ModelSettings {
  /// The catalogue with its folder.
  func folder(home: Home) throws -> ModelFolder {
    ModelFolder(
      catalogue: try ModelCatalogue.read(home.path(catalogue)), directory: home.path(directory),
      allowedResearch: Set(allowResearch))
  }
}
