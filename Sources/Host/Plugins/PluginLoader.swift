import Engine
import Foundation

/// Opens plugin libraries. The host knows them only by the names in its configuration.
struct PluginLoader {
  /// Where `lib<Name>.so` files are looked for, in order.
  let directories: [String]

  /// Loads one plugin.
  ///
  /// - Parameter name: a library's name (`FAISSStore`) or the path of a `.so` file.
  /// - Throws: `PluginLoadingError` that says which, why and what to do.
  func load(_ name: String) throws(PluginLoadingError) -> any Plugin {
    let path = try locate(name)
    let library = Self.libraryName(path)
    // RTLD_NOW: a missing symbol shows here and not in the middle of a request. Never closed: Swift metadata of an
    // unloaded library would dangle.
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw .unreadable(name, reason: String(cString: dlerror()))
    }
    guard let abiSymbol = dlsym(handle, "\(library)_plugin_abi"),
      let entrySymbol = dlsym(handle, "\(library)_plugin_entry")
    else { throw .notAPlugin(name, library: library) }
    let abi = unsafeBitCast(abiSymbol, to: (@convention(c) () -> UInt64).self)()
    guard abi == engineABI else { throw .incompatible(name, found: abi, wanted: engineABI) }
    let entry = unsafeBitCast(entrySymbol, to: (@convention(c) () -> UnsafeMutableRawPointer).self)
    return PluginBox.takeRetained(entry()).plugin
  }

  private func locate(_ name: String) throws(PluginLoadingError) -> String {
    if name.contains("/") {
      guard FileManager.default.isReadableFile(atPath: name) else { throw .missing(name, directories: []) }
      return name
    }
    for directory in directories {
      let path = "\(directory)/lib\(name).so"
      if FileManager.default.isReadableFile(atPath: path) { return path }
    }
    throw .missing(name, directories: directories)
  }

  /// `/x/libFAISSStore.so` → `FAISSStore`.
  static func libraryName(_ path: String) -> String {
    var name = (path as NSString).lastPathComponent
    if name.hasPrefix("lib") { name.removeFirst(3) }
    if name.hasSuffix(".so") { name.removeLast(3) }
    return name
  }
}

/// Why a plugin could not be loaded, for the operator.
enum PluginLoadingError: Error, CustomStringConvertible {
  case missing(String, directories: [String])
  case unreadable(String, reason: String)
  case notAPlugin(String, library: String)
  case incompatible(String, found: UInt64, wanted: UInt64)

  var description: String {
    switch self {
    case .missing(let name, let directories):
      directories.isEmpty
        ? "plugin '\(name)': there is no such file; check plugins.load"
        : "plugin '\(name)': lib\(name).so is in none of \(directories.joined(separator: ", ")); build it, or set "
          + "plugins.directories or plugins.load"
    case .unreadable(let name, let reason): "plugin '\(name)' cannot be opened: \(reason)"
    case .notAPlugin(let name, let library):
      "plugin '\(name)' is a library but no Kenali plugin: it exports no \(library)_plugin_abi and "
        + "\(library)_plugin_entry"
    case .incompatible(let name, let found, let wanted):
      "plugin '\(name)' was built for interface \(found >> 32) with compiler \(found & 0xFFFF_FFFF); this host has "
        + "interface \(wanted >> 32) and compiler \(wanted & 0xFFFF_FFFF): rebuild the plugin against this host's Engine"
    }
  }
}
