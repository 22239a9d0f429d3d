import Engine
import Foundation

/// Puts a configuration together from where its parts come from. One precedence for every setting, highest first:
/// command line, environment, file, the program's defaults.
struct ConfigurationLayers: Sendable {
  /// The largest file that is read, in bytes.
  static let maximumFileSize = YAMLDocument.maximumSize

  /// The file's text; nil where there is none.
  var file: String?
  /// Environment variables, all of them.
  var environment: [String: String] = [:]
  /// Settings of the command line, e.g. `(["server", "port"], .integer(9000))`.
  var commandLine: [(path: [String], value: ConfigurationValue)] = []

  /// The tree for a `SettingsReader`, which fills in the defaults. Lists are replaced as a whole.
  ///
  /// - Throws: `ConfigurationError` with every problem of the file's syntax and of the variables' names.
  func merged() throws(ConfigurationError) -> ConfigurationValue {
    var problems: [ConfigurationProblem] = []
    var tree = ConfigurationValue.map([])
    if let file {
      do {
        let document = try YAMLDocument.parse(file)
        switch document {
        case .map: tree = document
        case .null: break
        default: problems.append(.init(path: "(file)", message: "must be a section, not \(document.kind)"))
        }
      } catch {
        problems.append(.init(path: "(file)", message: error.description))
      }
    }
    let overrides = EnvironmentOverrides.read(environment)
    problems += overrides.problems
    guard problems.isEmpty else { throw ConfigurationError(problems) }
    for setting in overrides.settings + commandLine { tree.set(setting.path, to: setting.value) }
    return tree
  }

  /// The text of a configuration file. Blocks for a moment: call it at start.
  ///
  /// - Parameter hint: what to check where that fails.
  /// - Throws: `ConfigurationError` where it can't be read, is too large or is no UTF-8.
  static func read(
    path: String, hint: String = "check --config or KENALI_HOME"
  ) throws(ConfigurationError) -> String {
    func fail(_ message: String) -> ConfigurationError {
      ConfigurationError([.init(path: "(file)", message: "\(message): \(path); \(hint)")])
    }
    guard let handle = FileHandle(forReadingAtPath: path) else { throw fail("can't be read") }
    defer { try? handle.close() }
    // nil is the end of the file: an empty file is a configuration of defaults.
    guard let data = try? handle.read(upToCount: maximumFileSize + 1) ?? Data() else { throw fail("can't be read") }
    guard data.count <= maximumFileSize else { throw fail("is larger than \(maximumFileSize) bytes") }
    guard let text = String(validating: data, as: UTF8.self) else { throw fail("is not UTF-8") }
    return text
  }
}
