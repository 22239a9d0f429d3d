import Engine

/// Why a plugin could not be loaded, for the operator: which one, why, and what to do.
struct PluginLoadingError: Error, CustomStringConvertible {
  enum Reason: Hashable {
    /// Looked for in these directories; at its own path where there are none.
    case missing(directories: [String])
    case forbidden
    case noFile
    case unusable(LibraryFile.Fault)
    /// A library that it needs is not on this machine.
    case dependency(String)
    /// The library, or one that it needs, lacks a symbol.
    case symbol(String)
    /// What the dynamic loader says otherwise.
    case unopened(String)
    case noPlugin(library: String)
    case incompatible(found: UInt64, wanted: UInt64)
    case empty(library: String)
    /// Its components' ids are malformed or taken.
    case components(String)
  }

  /// The plugin as the configuration names it.
  let name: String
  let reason: Reason

  var description: String { "plugin '\(name)' " + explanation }

  private var explanation: String {
    switch reason {
    case .missing(let directories):
      directories.isEmpty
        ? "is not there: there is no such file; check plugins.load and plugins.optional"
        : "is not there: lib\(name).so is in none of \(directories.joined(separator: ", ")); build it, or set "
          + "plugins.directories or plugins.load"
    case .forbidden: "may not be read: give the user that runs the host read access to the file and its folders"
    case .noFile: "is a folder or a device: name the library's file"
    case .unusable(.noLibrary): "is no shared library: build it, or name the right file"
    case .unusable(.otherMachine): "was built for another kind of processor: build it on this one"
    case .unusable(.damaged): "is damaged: its file was cut off or overwritten; build or copy it again"
    case .dependency(let library):
      "needs \(library), which is not on this machine: install the package that has it (ldd shows all)"
    case .symbol(let symbol):
      "needs the symbol \(symbol), which no library has: it was built against another version of Engine, Swift or a "
        + "library; rebuild it on this machine"
    case .unopened(let text): "cannot be opened: \(text)"
    case .noPlugin(let library):
      "is a library but no Kenali plugin: it exports no \(library)_plugin_abi and \(library)_plugin_entry; name the "
        + "right file, and do not rename it"
    case .incompatible(let found, let wanted): Self.difference(found, wanted)
    case .empty(let library): "gave no plugin: its \(library)_plugin_entry returned null; ask its author"
    case .components(let text): "cannot be used: \(text)"
    }
  }

  /// The reason without a path or name, for answers that anybody may read.
  var publicReason: String {
    switch reason {
    case .missing: "its file is not there"
    case .forbidden, .noFile: "its file cannot be read"
    case .unusable(.noLibrary): "its file is no shared library"
    case .unusable(.otherMachine): "it was built for another kind of processor"
    case .unusable(.damaged): "its file is damaged"
    case .dependency, .symbol, .unopened: "something that it needs is not there"
    case .noPlugin, .empty: "its file is no plugin"
    case .incompatible: "it was built for another interface or by another compiler"
    case .components: "its components' ids are malformed or taken"
    }
  }

  private static func difference(_ found: UInt64, _ wanted: UInt64) -> String {
    func text(_ abi: UInt64) -> String {
      let compiler = abi & 0xFFFF_FFFF
      return "plugin interface \(abi >> 32) by Swift \(compiler / 10000).\(compiler / 100 % 100).\(compiler % 100)"
    }
    let what = found >> 32 == wanted >> 32 ? "there is no ABI between Swift compilers" : "the interfaces differ"
    return "was built for \(text(found)), this host for \(text(wanted)): \(what); rebuild the plugin against this "
      + "host's Engine with this host's compiler"
  }
}
