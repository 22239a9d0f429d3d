/// A shared library that offers components: what `lib<Name>.so` hands to the host.
///
/// A plugin library exports two C functions, named after the library:
/// ```swift
/// @c(MyStore_plugin_abi) public func myStoreABI() -> UInt64 { engineABI }
/// @c(MyStore_plugin_entry) public func myStoreEntry() -> UnsafeMutableRawPointer { PluginBox(MyStore()).passRetained() }
/// ```
/// The host calls the first, compares it with its own `engineABI`, and only then calls the second.
///
/// Life of a component: *decode* its settings → *validate* (all problems at once, each with its path) → *make* →
/// *start* → use → *stop*. A failed start stops what had started before it, in reverse order.
public protocol Plugin: Sendable {
  /// What the plugin is; shown by `kenali plugins list`.
  var manifest: PluginManifest { get }
  /// The components it offers. Called once, after loading; must not do I/O.
  var components: [Component] { get }
}

/// Carries a plugin across the C entry point.
public final class PluginBox: Sendable {
  /// The plugin.
  public let plugin: any Plugin

  /// Boxes `plugin`.
  public init(_ plugin: any Plugin) { self.plugin = plugin }

  /// A retained pointer for the return value of `<Library>_plugin_entry`; the host takes the reference over.
  public func passRetained() -> UnsafeMutableRawPointer { Unmanaged.passRetained(self).toOpaque() }

  /// The box behind a pointer from `passRetained()`; takes the reference over.
  public static func takeRetained(_ pointer: UnsafeMutableRawPointer) -> PluginBox {
    Unmanaged<PluginBox>.fromOpaque(pointer).takeRetainedValue()
  }
}
