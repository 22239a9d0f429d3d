import Engine
import Foundation

extension Components {
  /// Runs `body` with the configured components, for commands that keep nothing: what components write goes into a
  /// directory that is removed afterwards.
  ///
  /// - Parameter file: the configuration file; nil takes that of the home.
  /// - Throws: `ConfigurationError`, `AssemblyError`, or what `body` throws.
  static func borrowed(
    configuration file: String?, _ body: (Components, HostConfiguration) async throws -> Void
  ) async throws {
    let home = Home()
    let loaded = try LoadedConfiguration(file: file, home: home)
    let scratch = FileManager.default.temporaryDirectory.appending(path: "kenali-\(getpid())").path
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let components = try await Components.make(
      try loaded.assembly(home: home), models: try loaded.configuration.models.folder(home: home),
      dataDirectory: scratch, sealer: nil, log: SilentLog())
    try await body(components, loaded.configuration)
  }
}
