import Engine

/// `kenali keys …`: the keys that embeddings and galleries' files are sealed under.
enum KeyCommands {
  static let all = [
    Command(
      name: "keys list", usage: "--data DIR", summary: "List the data keys; the first one seals, the others only open."
    ) { arguments in
      let arguments = try Arguments(arguments, .init(options: ["data"]))
      try await InstallationAccess.open(arguments) { database, box in
        for (index, id) in try await DataKeyStore(database: database, box: box).ids().enumerated() {
          print("\(id)  \(index == 0 ? "seals" : "being replaced")")
        }
      }
    },
    Command(
      name: "keys rotate", usage: "--data DIR [--no-wait]",
      summary: "Make a new data key. The running host seals everything anew under it and destroys the old one."
    ) { try await rotate($0) },
  ]

  private static func rotate(_ arguments: [String]) async throws {
    let arguments = try Arguments(arguments, .init(options: ["data"], flags: ["no-wait"]))
    try await InstallationAccess.open(arguments) { database, box in
      let keys = DataKeyStore(database: database, box: box)
      let current = try await keys.load(now: .now).first(where: \.isCurrent)?.id
      let new = try await keys.add(replacing: current, now: .now)
      print("the data key is \(new) now")
      if arguments.flags.contains("no-wait") { return }
      var patience = HostPatience()
      while try await keys.ids().count > 1 {
        try await patience.wait(
          "sealing everything anew; this may be interrupted, the host goes on",
          idle: "no host has finished yet: the rotation ends once one runs on this data directory")
      }
      print("everything is sealed under it, and the old keys are destroyed")
    }
  }
}
