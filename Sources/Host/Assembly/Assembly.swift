import Engine
import Foundation

/// Loads plugins and makes the configured components: from a configuration to things that work.
struct Assembly: Sendable {
  let configuration: HostConfiguration
  let registry: ComponentRegistry
  let manifests: [PluginManifest]
  /// Why optional plugins are not there.
  let notLoaded: [PluginLoadingError]

  /// Loads the plugins.
  ///
  /// - Throws: `AssemblyError` with every plugin that could not be loaded and is not optional.
  init(_ configuration: HostConfiguration, home: Home, log: any EventLog) throws {
    let loader = PluginLoader(directories: configuration.plugins.directories.map(home.path) + home.pluginDirectories)
    var registry = ComponentRegistry()
    var manifests: [PluginManifest] = []
    var problems: [String] = []
    var notLoaded: [PluginLoadingError] = []
    for (name, isOptional) in configuration.plugins.load.map({ ($0, false) })
      + configuration.plugins.optional.map({ ($0, true) })
    {
      do throws(PluginLoadingError) {
        let plugin = try loader.load(name)
        do {
          try registry.register(plugin)
        } catch {
          throw PluginLoadingError(name: name, reason: .components("\(error)"))
        }
        manifests.append(plugin.manifest)
      } catch {
        if isOptional {
          notLoaded.append(error)
          log.write(
            .warning, component: "plugins", event: "optional_plugin_not_loaded", ["reason": error.description])
        } else {
          problems.append(error.description)
        }
      }
    }
    guard problems.isEmpty else { throw AssemblyError(problems: problems) }
    self.configuration = configuration
    self.registry = registry
    self.manifests = manifests
    self.notLoaded = notLoaded
  }

  /// Every problem of the parts of the configuration that name components: unknown ids, wrong kinds, wrong settings.
  func problems() -> [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    func expect(_ ids: [String], at path: String, prefix: String, needed: Bool) {
      if ids.isEmpty && needed {
        problems.append(.init(path: path, message: "is missing; valid values: \(valid(prefix))"))
      }
      for id in ids where !(id.hasPrefix(prefix) && registry[id] != nil) {
        problems.append(
          .init(path: path, message: "'\(id)' is no such component; valid values: \(valid(prefix))\(perhaps)"))
      }
    }
    func valid(_ prefix: String) -> String {
      let ids = registry.ids(prefix: prefix)
      return ids.isEmpty ? "none, because no loaded plugin offers one (see plugins.load)" : ids.joined(separator: ", ")
    }
    // What an optional plugin would have offered, nobody knows.
    let perhaps = notLoaded.map { "; perhaps of the optional plugin that was not loaded: \($0)" }.joined()
    let pipeline = configuration.pipeline
    expect(pipeline.decoder, at: "pipeline.decoder", prefix: "image.decoder.", needed: true)
    expect(pipeline.detector, at: "pipeline.detector", prefix: "face.detector.", needed: true)
    expect(pipeline.landmarker, at: "pipeline.landmarker", prefix: "face.landmarker.", needed: true)
    expect(pipeline.quality, at: "pipeline.quality", prefix: "face.quality.", needed: true)
    expect(pipeline.embedder, at: "pipeline.embedder", prefix: "face.embedder.", needed: true)
    expect(pipeline.obstacles.flatMap(\.ids), at: "pipeline.obstacles", prefix: "obstacle.", needed: false)
    expect(configuration.livenessChecks.flatMap(\.ids), at: "liveness.checks", prefix: "liveness.", needed: false)
    for (path, choices) in [
      ("pipeline.obstacles", pipeline.obstacles), ("liveness.checks", configuration.livenessChecks),
    ] {
      let ids = choices.flatMap(\.ids)
      for id in Set(ids).sorted() where ids.count(where: { $0 == id }) > 1 {
        problems.append(.init(path: path, message: "'\(id)' appears twice; keep one"))
      }
    }
    let stores = configuration.stores
    expect(stores.standard.isEmpty ? [] : [stores.standard], at: "stores.default", prefix: "store.", needed: true)
    expect(stores.fallback.map { [$0] } ?? [], at: "stores.fallback", prefix: "store.", needed: false)
    expect(stores.available, at: "stores.available", prefix: "store.", needed: false)
    let checks = configuration.livenessChecks.flatMap(\.ids)
    for check in configuration.sessions.mandatoryChecks where !checks.contains(check) {
      problems.append(
        .init(
          path: "sessions.mandatory_checks",
          message: "'\(check)' is not in liveness.checks (\(checks.joined(separator: ", ")))"))
    }
    for (id, value) in configuration.components {
      guard let component = registry[id] else {
        problems.append(
          .init(
            path: "components.\(id)",
            message: "no loaded plugin offers this component; valid values: \(valid(""))\(perhaps)"))
        continue
      }
      problems += component.decode(value).problems
    }
    return problems
  }

  /// The settings of every component in use or configured, defaults filled in.
  func effectiveComponents() -> ConfigurationValue {
    let pipeline = configuration.pipeline
    let used =
      pipeline.decoder + pipeline.detector + pipeline.landmarker + pipeline.quality + pipeline.embedder
      + pipeline.obstacles.flatMap(\.ids) + configuration.livenessChecks.flatMap(\.ids) + configuration.stores.all
      + configuration.components.map(\.id)
    var seen = Set<String>()
    return .map(
      used.compactMap { id in
        guard let component = registry[id], seen.insert(id).inserted else { return nil }
        return .init(id, component.decode(settings(of: id)).effective)
      })
  }

  func settings(of id: String) -> ConfigurationValue {
    configuration.components.last { $0.id == id }?.value ?? .map([])
  }
}

/// What kept the host from being assembled, everything at once.
struct AssemblyError: Error, CustomStringConvertible {
  var problems: [String]
  var description: String { problems.joined(separator: "\n") }
}
