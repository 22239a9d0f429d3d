import Foundation

/// The master key's file in the data directory: base64 of 32 bytes, readable by its owner only.
struct MasterKeyFile: Sendable {
  /// The file's name within the data directory.
  static let name = "master.key"

  /// The data directory, which exists.
  var directory: String

  /// The installation's master key: the configured one, or else the file's, which is made where there is none.
  ///
  /// - Parameter configured: base64 of 32 bytes, from configuration or environment.
  static func masterKey(configured: String?, directory: String) throws -> MasterKey {
    if let configured { return try MasterKey(base64: configured) }
    return try MasterKeyFile(directory: directory).loadOrCreate()
  }

  /// The key in the file, made at random where there is none. Several processes may start at once: one makes the key
  /// and all get the same. Blocks for a moment: call it at start.
  func loadOrCreate() throws -> MasterKey {
    if let key = try load() { return key }
    try create()
    guard let key = try load() else { throw MasterKeyError.unreadable(ENOENT) }
    return key
  }

  private var path: String { directory + "/" + Self.name }

  private func load() throws -> MasterKey? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw MasterKeyError.unreadable(errno)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw MasterKeyError.unreadable(errno) }
    guard status.st_mode & 0o077 == 0 else { throw MasterKeyError.readableByOthers }
    var bytes = [UInt8](repeating: 0, count: 128)
    let count = read(descriptor, &bytes, bytes.count)
    guard count >= 0 else { throw MasterKeyError.unreadable(errno) }
    return try MasterKey(base64: String(decoding: bytes.prefix(count), as: UTF8.self))
  }

  private func create() throws {
    let text = Array((Data(try SecureRandom.bytes(32)).base64EncodedString() + "\n").utf8)
    // Written elsewhere and linked into place: the file is never there in part, and who comes second changes nothing.
    let temporary = path + "." + (try SecureRandom.text(byteCount: 9))
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw MasterKeyError.unreadable(errno) }
    defer { unlink(temporary) }
    let written = write(descriptor, text, text.count) == text.count && fsync(descriptor) == 0
    let code = errno
    close(descriptor)
    guard written else { throw MasterKeyError.unreadable(code) }
    guard link(temporary, path) == 0 || errno == EEXIST else { throw MasterKeyError.unreadable(errno) }
    // The name too must survive a crash: a second start would make another key.
    let parent = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard parent >= 0 else { throw MasterKeyError.unreadable(errno) }
    defer { close(parent) }
    guard fsync(parent) == 0 else { throw MasterKeyError.unreadable(errno) }
  }
}
