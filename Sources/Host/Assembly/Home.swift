import Foundation

/// Where the program's own files are: `config/`, models, plugins.
struct Home: Sendable {
  /// `KENALI_HOME`, or the nearest folder above the program that holds `config/kenali.yaml`.
  let directory: String
  /// This program's file.
  let program: String
  private let programDirectory: String

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "."
    programDirectory = (program as NSString).deletingLastPathComponent
    if let home = environment["KENALI_HOME"], !home.isEmpty {
      directory = home
      return
    }
    var folder = programDirectory
    while folder != "/", !FileManager.default.fileExists(atPath: "\(folder)/config/kenali.yaml") {
      folder = (folder as NSString).deletingLastPathComponent
    }
    directory = folder == "/" ? FileManager.default.currentDirectoryPath : folder
  }

  /// An absolute path: relative ones start at the home.
  func path(_ path: String) -> String { path.hasPrefix("/") ? path : "\(directory)/\(path)" }

  /// The configuration that counts where none is named.
  var standardConfiguration: String { path("config/kenali.yaml") }

  /// Beside the program, and in `lib` beside its folder: a build folder and an installation.
  var pluginDirectories: [String] {
    [programDirectory, (programDirectory as NSString).deletingLastPathComponent + "/lib"]
  }
}
