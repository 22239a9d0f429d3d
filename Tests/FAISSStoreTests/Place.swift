import Engine
import FAISSStore
import Glibc
import Synchronization

/// A directory of a test's own, deleted with it.
final class Place: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/kenali-store-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw PlaceFailure() }
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  deinit { Self.delete(path) }

  /// A directory below, made where it is not there.
  func directory(_ name: String) -> String {
    mkdir("\(path)/\(name)", 0o700)
    return "\(path)/\(name)"
  }

  /// Names of the files in the directory.
  static func files(in path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The one gallery's file.
  static func galleryFile(in path: String) throws -> String {
    guard let name = files(in: path).first(where: { $0.hasSuffix(".gallery") }) else { throw PlaceFailure() }
    return "\(path)/\(name)"
  }

  static func read(_ file: String) throws -> [UInt8] {
    let descriptor = open(file, O_RDONLY)
    guard descriptor >= 0 else { throw PlaceFailure() }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: Int(lseek(descriptor, 0, SEEK_END)))
    guard pread(descriptor, &bytes, bytes.count, 0) == bytes.count else { throw PlaceFailure() }
    return bytes
  }

  static func write(_ bytes: some Sequence<UInt8>, to file: String) throws {
    let bytes = Array(bytes)
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { throw PlaceFailure() }
    defer { close(descriptor) }
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw PlaceFailure() }
  }

  private static func delete(_ path: String) {
    for name in files(in: path) {
      let entry = "\(path)/\(name)"
      if unlink(entry) != 0 { delete(entry) }
    }
    rmdir(path)
  }
}

struct PlaceFailure: Error {}

/// Keeps the names of the events it was told.
final class EventKeeper: EventLog {
  private let kept = Mutex<[String]>([])
  var events: [String] { kept.withLock { $0 } }
  func write(_ level: LogLevel, component: String, event: String, _ fields: [String: String]) {
    kept.withLock { $0.append(event) }
  }
}

/// A started store for the length of `body`.
func withStore<Result>(
  in directory: String, _ settings: FAISSStoreSettings = FAISSStoreSettings(), log: any EventLog = SilentLog(),
  sealer: (any DataSealer)? = nil,
  _ body: (FAISSVectorStore) async throws -> Result
) async throws -> Result {
  let store = FAISSVectorStore(settings: settings, directory: directory, log: log, sealer: sealer)
  try await store.start()
  do {
    let result = try await body(store)
    await store.stop()
    return result
  } catch {
    await store.stop()
    throw error
  }
}
