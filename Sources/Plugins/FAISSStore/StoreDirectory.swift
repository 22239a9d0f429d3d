import Engine
import Glibc

/// The store's directory, locked against every other process for as long as this lives.
struct StoreDirectory: ~Copyable {
  private let lock: Descriptor

  /// Locks `path` and deletes what a crash left of files that were being written anew.
  ///
  /// - Throws: `ComponentError.unavailable`.
  static func taken(_ path: String) throws -> StoreDirectory {
    do {
      let directory = StoreDirectory(lock: try locked("\(path)/lock"))
      try deleteLeftovers(in: path)
      return directory
    } catch let failure as FileFailure {
      throw ComponentError.unavailable("the vector store's directory can't be used (\(failure.text))")
    }
  }

  private static func locked(_ path: String) throws -> Descriptor {
    let file = try Descriptor(path, O_RDWR | O_CREAT)
    guard try file.lock() else {
      throw ComponentError.unavailable(
        "the vector store's directory is in use by another process; stop that one, or give each its own data directory")
    }
    return file
  }

  private static func deleteLeftovers(in path: String) throws {
    guard let directory = opendir(path) else { throw FileFailure("opendir") }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name.hasSuffix(GalleryFile.temporarySuffix) { unlink("\(path)/\(name)") }
    }
  }
}
