import Engine
import EngineTestKit
import Foundation

/// `kenali plugins test`, and the child that it kills.
enum PluginTrialCommands {
  static let all = [test, testWriter]

  private static let test = Command(
    name: "plugins test", usage: "PATH [--component ID] [--settings FILE] [--set KEY=VALUE]... [--json]",
    summary: "Load a plugin file as the host does and run the conformance suites on its components."
  ) { arguments in
    let arguments = try Arguments(
      arguments,
      .init(options: ["component", "settings"], repeated: ["set"], flags: ["json"], words: ["PATH"]))
    let home = Home()
    let (path, plugin) = try load(arguments.words[0], home)
    let trial = PluginTrial(
      plugin: plugin, path: path, component: try component(arguments, plugin), settings: try settings(arguments),
      home: home)
    var report = PluginTrialReport(manifest: plugin.manifest)
    let isJSON = arguments.flags.contains("json")
    if !isJSON { print(report.head) }
    try await trial.run { id, outcome in
      report.add(id, outcome)
      if !isJSON { print(PluginTrialReport.describe(id, outcome)) }
    }
    if isJSON { print(report.json.text) }
    if let complaint = report.complaint { throw ComponentError.failed(complaint) }
  }

  private static let testWriter = Command(
    name: "plugins test-writer", usage: "PATH --component ID --settings FILE --directory DIR --prefix TEXT",
    summary: "Write to a store until killed: the child of kenali plugins test.", isHidden: true
  ) { arguments in
    let arguments = try Arguments(
      arguments, .init(options: ["component", "settings", "directory", "prefix"], words: ["PATH"]))
    guard let id = arguments["component"], let directory = arguments["directory"], let prefix = arguments["prefix"]
    else { throw UsageError("--component, --directory and --prefix are needed") }
    let (_, plugin) = try load(arguments.words[0], Home())
    guard case .vectorStore(let factory)? = plugin.components.first(where: { $0.id == id }) else {
      throw UsageError("'\(id)' is no vector store of the plugin")
    }
    let store = try await StoreCorner.make(factory, try settings(arguments), directory: directory)
    try await DurabilityWriter.run(TenantPrefix(prefix).of(store))
  }

  /// - Throws: what the host says of a plugin that it can't load.
  private static func load(_ path: String, _ home: Home) throws -> (path: String, plugin: any Plugin) {
    // A word without a slash is a file here, and not a library's name as in the configuration.
    let path = URL(fileURLWithPath: path).path
    let plugin = try PluginLoader(directories: home.pluginDirectories).load(path)
    var registry = ComponentRegistry()
    try registry.register(plugin)
    return (path, plugin)
  }

  private static func component(_ arguments: Arguments, _ plugin: any Plugin) throws -> String? {
    let ids = plugin.components.map(\.id)
    guard let id = arguments["component"] else {
      guard ids.count == 1 || arguments["settings"] == nil && arguments.all("set").isEmpty else {
        throw UsageError("settings are of one component: name it by --component (\(ids.joined(separator: ", ")))")
      }
      return nil
    }
    guard ids.contains(id) else {
      throw UsageError("the plugin has no component '\(id)'; it has: \(ids.joined(separator: ", "))")
    }
    return id
  }

  /// The file's document, which is the component's section, and over it what `--set` says.
  private static func settings(_ arguments: Arguments) throws -> ConfigurationValue {
    let file = try arguments["settings"].map { try ConfigurationLayers.read(path: $0, hint: "check --settings") }
    return try ConfigurationLayers(file: file, commandLine: try arguments.assignments("set")).merged()
  }
}
