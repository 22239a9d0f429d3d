/// All components of all loaded plugins, by id.
public struct ComponentRegistry: Sendable {
  private var components: [String: (component: Component, plugin: String)] = [:]

  /// An empty registry.
  public init() {}

  /// Adds a plugin's components: all of them or, where it throws, none.
  ///
  /// - Throws: `RegistrationError` for an id that is malformed or taken: a programming error of the plugin's author.
  public mutating func register(_ plugin: any Plugin) throws {
    let name = plugin.manifest.id
    var components = components
    for component in plugin.components {
      let id = component.id
      guard Self.isValid(id) else { throw RegistrationError.invalidID(id, plugin: name) }
      if let taken = components[id] { throw RegistrationError.duplicate(id, plugin: name, other: taken.plugin) }
      components[id] = (component, name)
    }
    self.components = components
  }

  /// Every id with its summary and plugin, sorted by id.
  public var all: [(id: String, summary: String, plugin: String)] {
    components.values.map { ($0.component.id, $0.component.summary, $0.plugin) }.sorted { $0.0 < $1.0 }
  }

  /// Ids that begin with `prefix`, sorted: the valid values of an error message.
  public func ids(prefix: String) -> [String] { components.keys.filter { $0.hasPrefix(prefix) }.sorted() }

  /// The component with this id.
  public subscript(id: String) -> Component? { components[id]?.component }

  /// Dotted, lower case: `[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+`, 128 characters at most.
  static func isValid(_ id: String) -> Bool {
    guard id.utf8.count <= 128, let first = id.utf8.first, (97...122).contains(first) else { return false }
    let parts = id.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count >= 2
      && parts.allSatisfy { part in
        !part.isEmpty
          && part.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 || $0 == 45 }
      }
  }
}

/// Why a plugin's components could not be registered.
public enum RegistrationError: Error, Sendable, Hashable, CustomStringConvertible {
  case invalidID(String, plugin: String)
  case duplicate(String, plugin: String, other: String)

  public var description: String {
    switch self {
    case .invalidID(let id, let plugin):
      "plugin \(plugin) offers the component id '\(id)'; ids are dotted, lower case letters, digits, '_' and '-'"
    case .duplicate(let id, let plugin, let other):
      "plugins \(plugin) and \(other) both offer the component '\(id)'; load only one of them"
    }
  }
}
