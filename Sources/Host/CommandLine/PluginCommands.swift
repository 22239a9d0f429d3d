import Engine
import Foundation

/// `kenali plugins list`.
enum PluginCommands {
  static let all = [
    Command(
      name: "plugins list", usage: "[--config FILE] [--json]",
      summary: "List the loaded plugins and the components they offer."
    ) { arguments in
      let arguments = try Arguments(arguments, .init(options: ["config"], flags: ["json"]))
      let home = Home()
      let loaded = try LoadedConfiguration(file: arguments["config"], home: home)
      let assembly = try Assembly(loaded.configuration, home: home, log: SilentLog())
      for failure in assembly.notLoaded { CommandLineProgram.complain("not loaded, and optional: \(failure)") }
      let components = assembly.registry.all
      if arguments.flags.contains("json") {
        print(
          JSONValue.array(
            assembly.manifests.map { manifest in
              .object([
                "id": .string(manifest.id), "version": .string(manifest.version), "summary": .string(manifest.summary),
                "licence": .string(manifest.licence),
                "components": .array(
                  components.filter { $0.plugin == manifest.id }.map {
                    .object(["id": .string($0.id), "summary": .string($0.summary)])
                  }),
              ])
            }
          ).text)
        return
      }
      for manifest in assembly.manifests {
        print("\(manifest.id) \(manifest.version) (\(manifest.licence)): \(manifest.summary)")
        for component in components where component.plugin == manifest.id {
          print("  \(component.id)  \(component.summary)")
        }
      }
    }
  ]
}
