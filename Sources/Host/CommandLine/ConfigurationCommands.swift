import Engine
import Foundation

/// `kenali config check`.
enum ConfigurationCommands {
  static let all = [
    Command(
      name: "config check", usage: "[--config FILE]",
      summary: "Print the effective configuration, or everything that is wrong with it."
    ) { arguments in
      let arguments = try Arguments(arguments, .init(options: ["config"]))
      let home = Home()
      let loaded = try LoadedConfiguration(file: arguments["config"], home: home)
      let assembly = try loaded.assembly(home: home)
      print(loaded.effective(assembly), terminator: "")
    }
  ]
}
