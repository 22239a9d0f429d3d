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

  /// The lock of a store that has just been stopped may be held for a moment yet: by a process that ends, or by a child
  /// of this one between its fork and its exec. So it is tried for two seconds.
  private static func locked(_ path: String) throws -> Descriptor {
    let file = try Descriptor(path, O_RDWR | O_CREAT)
    for _ in 0..<40 {
      if try file.lock() { return file }
      usleep(50_000)
    }
    throw ComponentError.unavailable(
      "the vector store's directory is in use by another process; stop that one, or give each its own data directory")
  }

  private static func deleteLeftovers(in path: String) throws {
    for name in try names(in: path) where name.hasSuffix(GalleryFile.temporarySuffix) { unlink("\(path)/\(name)") }
  }

  /// Whose galleries have files in `path`.
  ///
  /// - Returns: the galleries, and how many files do not say whose they are.
  /// - Throws: `FileFailure` where the directory can't be read.
  static func galleries(in path: String) throws -> (keys: [GalleryKey], unreadable: Int) {
    var keys: [GalleryKey] = []
    var unreadable = 0
    for name in try names(in: path) where name.hasSuffix(GalleryKey.fileSuffix) {
      // A header that names another gallery is damaged, and that gallery has a file of its own.
      if let key = try? GalleryFile.key(of: "\(path)/\(name)"), key.fileName == name {
        keys.append(key)
      } else {
        unreadable += 1
      }
    }
    return (keys, unreadable)
  }

  private static func names(in path: String) throws -> [String] {
    guard let directory = opendir(path) else { throw FileFailure("opendir") }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(
        withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names
  }
}
