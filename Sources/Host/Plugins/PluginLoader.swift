import Engine
import Foundation

/// Opens plugin libraries. The host knows them only by the names in its configuration.
struct PluginLoader {
  /// Where `lib<Name>.so` files are looked for, in order.
  let directories: [String]

  /// Loads one plugin.
  ///
  /// - Parameter name: a library's name (`FAISSStore`) or the path of a `.so` file.
  func load(_ name: String) throws(PluginLoadingError) -> any Plugin {
    func failure(_ reason: PluginLoadingError.Reason) -> PluginLoadingError { .init(name: name, reason: reason) }
    let path = try locate(name)
    guard let file = FileHandle(forReadingAtPath: path) else { throw failure(.forbidden) }
    defer { try? file.close() }
    if let fault = LibraryFile.fault(file) { throw failure(.unusable(fault)) }
    // RTLD_NOW: a missing symbol shows here and not in the middle of a request. Never closed: Swift metadata of an
    // unloaded library would dangle.
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw failure(Self.reason(ofLoader: String(cString: dlerror())))
    }
    let library = Self.libraryName(path)
    guard let abiSymbol = dlsym(handle, "\(library)_plugin_abi"),
      let entrySymbol = dlsym(handle, "\(library)_plugin_entry")
    else { throw failure(.noPlugin(library: library)) }
    let abi = unsafeBitCast(abiSymbol, to: (@convention(c) () -> UInt64).self)()
    guard abi == engineABI else { throw failure(.incompatible(found: abi, wanted: engineABI)) }
    let entry = unsafeBitCast(entrySymbol, to: (@convention(c) () -> UnsafeMutableRawPointer?).self)
    guard let box = entry() else { throw failure(.empty(library: library)) }
    return PluginBox.takeRetained(box).plugin
  }

  private func locate(_ name: String) throws(PluginLoadingError) -> String {
    func failure(_ reason: PluginLoadingError.Reason) -> PluginLoadingError { .init(name: name, reason: reason) }
    let isPath = name.contains("/")
    var isUnreachable = false
    for path in isPath ? [name] : directories.map({ "\($0)/lib\(name).so" }) {
      switch Self.state(path) {
      case .missing: continue
      case .unreachable: isUnreachable = true
      // A file that is there but cannot be used is said to be so: another of its name further on may be a stale one.
      case .forbidden: throw failure(.forbidden)
      case .noFile: throw failure(.noFile)
      case .file: return path
      }
    }
    throw failure(isUnreachable ? .forbidden : .missing(directories: isPath ? [] : directories))
  }

  private enum FileState { case missing, unreachable, forbidden, noFile, file }

  private static func state(_ path: String) -> FileState {
    var status = stat()
    guard stat(path, &status) == 0 else { return errno == EACCES ? .unreachable : .missing }
    guard status.st_mode & S_IFMT == S_IFREG else { return .noFile }
    return access(path, R_OK) == 0 ? .file : .forbidden
  }

  /// Sorts what glibc's loader says; it has no codes.
  static func reason(ofLoader text: String) -> PluginLoadingError.Reason {
    // "libx.so.1: cannot open shared object file: No such file or directory"
    if let range = text.range(of: ": cannot open shared object file: No such file") {
      return .dependency(String(text[..<range.lowerBound]))
    }
    // "/path/libX.so: undefined symbol: name" or ", version V"
    if let range = text.range(of: "undefined symbol: ") {
      return .symbol(String(text[range.upperBound...].prefix { $0 != "," && $0 != " " }))
    }
    return .unopened(text)
  }

  /// `/x/libFAISSStore.so` → `FAISSStore`.
  static func libraryName(_ path: String) -> String {
    var name = (path as NSString).lastPathComponent
    if name.hasPrefix("lib") { name.removeFirst(3) }
    if name.hasSuffix(".so") { name.removeLast(3) }
    return name
  }
}
