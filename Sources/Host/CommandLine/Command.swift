import Engine
import Foundation

/// One subcommand.
struct Command: Sendable {
  /// The words that call it, e.g. `tenant create`.
  let name: String
  /// Its options, for the help.
  let usage: String
  let summary: String
  /// Left out of the help: the program calls it itself.
  var isHidden = false
  let run: @Sendable ([String]) async throws -> Void

  /// All of them, in the order of the help.
  static let all: [Command] =
    [ServeCommand.command] + ConfigurationCommands.all + PluginCommands.all + PluginTrialCommands.all
    + TenantCommands.all + [TenantStoreCommand.command] + KeyCommands.all + ModelCommands.all
    + [BenchmarkCommand.command, EvaluateSessionsCommand.command, EvaluateObstaclesCommand.command]
    + [
      Command(name: "version", usage: "", summary: "Print the version.") { arguments in
        _ = try Arguments(arguments, .init())
        print(Version.text)
      }
    ]
}

/// Finds and runs the subcommand that the arguments name.
struct CommandLineProgram {
  /// Runs; the result is the exit status: 0 done, 1 failed, 2 wrong usage.
  func run(_ arguments: [String]) async -> Int32 {
    if arguments.isEmpty || ["help", "--help", "-h"].contains(arguments[0]) {
      print(Self.help)
      return arguments.isEmpty ? 2 : 0
    }
    if arguments[0] == "--version" {
      print(Version.text)
      return 0
    }
    let found = Command.all.first { command in
      let words = command.name.split(separator: " ").map(String.init)
      return arguments.prefix(words.count).elementsEqual(words)
    }
    guard let command = found else {
      let group = Command.all.filter { $0.name.hasPrefix(arguments[0] + " ") }
      if arguments.contains("--help") || arguments.contains("-h"), !group.isEmpty {
        print(Self.list(group))
        return 0
      }
      // `config chekc` is unknown as a whole, `tenant` alone is only short of its second word.
      let name = arguments.prefix(group.isEmpty ? 1 : 2).joined(separator: " ")
      Self.complain(
        "unknown command '\(name)'; " + (group.isEmpty ? "see kenali help" : "valid commands:\n\(Self.list(group))"))
      return 2
    }
    let rest = Array(arguments.dropFirst(command.name.split(separator: " ").count))
    if rest.contains("--help") || rest.contains("-h") {
      print("kenali \(command.name) \(command.usage)\n\n\(command.summary)")
      return 0
    }
    do {
      try await command.run(rest)
      return 0
    } catch let error as UsageError {
      Self.complain("\(error)\nusage: kenali \(command.name) \(command.usage)")
      return 2
    } catch {
      Self.complain("\(error)")
      return 1
    }
  }

  static func complain(_ text: String) {
    FileHandle.standardError.write(Data("kenali: \(text)\n".utf8))
  }

  private static var help: String {
    """
    \(Version.text)
    A face-recognition server.

    \(list(Command.all))

    kenali COMMAND --help says more. Precedence of settings: command line, environment (KENALI__SERVER__PORT=8000),
    configuration file, defaults.
    """
  }

  private static func list(_ commands: [Command]) -> String {
    let commands = commands.filter { !$0.isHidden }
    let width = commands.map(\.name.count).max() ?? 0
    return commands.map { "  kenali \($0.name.padding(toLength: width, withPad: " ", startingAt: 0))  \($0.summary)" }
      .joined(separator: "\n")
  }
}
