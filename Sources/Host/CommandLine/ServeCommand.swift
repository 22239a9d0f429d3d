import Engine
import Foundation

/// `kenali serve`.
enum ServeCommand {
  static let command = Command(
    name: "serve", usage: "--data DIR [--config FILE] [--host ADDRESS] [--port PORT]",
    summary: "Serve the API until SIGTERM or SIGINT; one line on standard output says when it is ready."
  ) { arguments in
    let arguments = try Arguments(arguments, .init(options: ["data", "config", "host", "port"]))
    var overrides: [(path: [String], value: ConfigurationValue)] = []
    if let host = arguments["host"] { overrides.append((["server", "host"], .string(host))) }
    if let port = arguments["port"] {
      guard let number = Int(port) else { throw UsageError("--port takes a number") }
      overrides.append((["server", "port"], .integer(number)))
    }
    guard let data = arguments["data"] else { throw UsageError("--data is missing") }
    let home = Home()
    let loaded = try LoadedConfiguration(file: arguments["config"], home: home, overrides: overrides)
    try await Host(loaded, home: home, dataPath: data).serve()
  }
}
