/// Makes one component from its settings.
public struct ComponentFactory<Product: Sendable>: Sendable {
  /// The component's id, e.g. `face.detector.yunet`.
  public let id: String
  /// One line for people.
  public let summary: String
  private let read: @Sendable (inout SettingsReader) -> any Sendable
  private let build: @Sendable (any Sendable, ComponentContext) async throws -> Product

  /// A factory whose settings are of type `Settings`.
  ///
  /// - Parameter make: loads models, opens files and so on; may throw a `ComponentError`.
  public init<Settings: ComponentSettings>(
    id: String, summary: String, settings: Settings.Type,
    make: @escaping @Sendable (Settings, ComponentContext) async throws -> Product
  ) {
    self.id = id
    self.summary = summary
    self.read = { reader in Settings(from: &reader) }
    self.build = { settings, context in
      guard let settings = settings as? Settings else {
        throw ComponentError.invalidSettings("settings of another component were handed to \(id)")
      }
      return try await make(settings, context)
    }
  }

  /// Decodes and validates `settings` without making anything. Problems and effective values collect in the reader.
  public func decode(_ reader: inout SettingsReader) -> any Sendable { read(&reader) }

  /// Makes the component from decoded settings.
  public func make(_ settings: any Sendable, _ context: ComponentContext) async throws -> Product {
    try await build(settings, context)
  }

  /// Decodes `settings` and makes the component.
  ///
  /// - Throws: `ConfigurationError` with every problem of the settings, or what `make` throws.
  public func make(settings: ConfigurationValue = .map([]), context: ComponentContext) async throws -> Product {
    var reader = SettingsReader(settings, path: id)
    let decoded = read(&reader)
    reader.finish()
    if !reader.problems.isEmpty { throw ConfigurationError(reader.problems) }
    return try await build(decoded, context)
  }
}

/// A component's typed settings. Every property has a default, so that an empty section is a working configuration.
public protocol ComponentSettings: Sendable {
  /// Reads every setting through `reader`, which collects problems, effective values and unknown keys.
  init(from reader: inout SettingsReader)
}

/// For components that have nothing to set.
public struct NoSettings: ComponentSettings {
  /// Reads nothing: any key is an unknown one.
  public init(from reader: inout SettingsReader) {}
}
