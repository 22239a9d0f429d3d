/// What a plugin says of itself.
public struct PluginManifest: Sendable, Hashable {
  /// The library's name, e.g. `FAISSStore` for `libFAISSStore.so`.
  public var id: String
  /// The plugin's own version (semantic).
  public var version: String
  /// One line for people.
  public var summary: String
  /// The licence of the plugin's code (SPDX identifier).
  public var licence: String

  /// A manifest; all parameters as the properties of the same names.
  public init(id: String, version: String, summary: String, licence: String = "Apache-2.0") {
    self.id = id
    self.version = version
    self.summary = summary
    self.licence = licence
  }
}
