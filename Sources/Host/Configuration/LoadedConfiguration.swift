import Engine
import Foundation

/// The configuration as it counts: file, then environment, then command line.
struct LoadedConfiguration: Sendable {
  let configuration: HostConfiguration
  /// The document with its overrides, as it was read.
  let document: ConfigurationValue
  private let effectiveDocument: ConfigurationValue
  private let problems: [ConfigurationProblem]

  /// Reads the configuration. Problems of its values are kept until `assembly`, which adds those of the components.
  ///
  /// - Parameters:
  ///   - file: nil takes `config/kenali.yaml` of the home.
  ///   - overrides: from the command line, as paths of keys and values.
  /// - Throws: `ConfigurationError` where the file can't be read or is no YAML.
  init(
    file: String?, home: Home, environment: [String: String] = ProcessInfo.processInfo.environment,
    overrides: [(path: [String], value: ConfigurationValue)] = []
  ) throws {
    let text = try ConfigurationLayers.read(path: file ?? home.standardConfiguration)
    let document = try ConfigurationLayers(file: text, environment: environment, commandLine: overrides).merged()
    var reader = SettingsReader(document)
    configuration = HostConfiguration(from: &reader)
    reader.finish()
    self.document = document
    effectiveDocument = reader.effective
    problems = reader.problems
  }

  /// The plugins that the configuration names, once everything in it is known to be right.
  ///
  /// - Throws: `ConfigurationError` with every problem at once; `AssemblyError` where plugins can't be loaded.
  func assembly(home: Home, log: any EventLog = SilentLog()) throws -> Assembly {
    do {
      let assembly = try Assembly(configuration, home: home, log: log)
      let all = problems + assembly.problems()
      guard all.isEmpty else { throw ConfigurationError(all) }
      return assembly
    } catch let error as AssemblyError {
      // A plugin that is missing must not hide what else is wrong.
      throw ConfigurationError(problems + error.problems.map { .init(path: "plugins.load", message: $0) })
    }
  }

  /// The effective configuration as YAML, defaults and the components' settings included.
  func effective(_ assembly: Assembly) -> String {
    var document = effectiveDocument
    document.set(["components"], to: assembly.effectiveComponents())
    return YAMLWriter.write(document)
  }
}
