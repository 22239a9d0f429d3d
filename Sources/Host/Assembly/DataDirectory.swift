import Foundation

/// The one directory that holds an installation's state.
struct DataDirectory: Sendable {
  let path: String

  /// Makes the directory where it is not there, readable by its owner only.
  ///
  /// - Throws: what keeps it from being made.
  init(_ path: String) throws {
    self.path = path
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw AssemblyError(
        problems: ["the data directory '\(path)' cannot be made; name another one by --data, or make it writable"])
    }
  }

  /// A directory that an installation has used before.
  ///
  /// - Throws: where it holds no database.
  init(existing path: String) throws {
    guard FileManager.default.fileExists(atPath: path + "/" + Database.fileName) else {
      throw AssemblyError(
        problems: ["'\(path)' is no data directory of Kenali's: it has no \(Database.fileName); check --data"])
    }
    self.path = path
  }

  /// The installation's master key: from `KENALI_MASTER_KEY`, or from its file, which is made on first use.
  ///
  /// - Throws: where the key is not the one that the database was written under.
  func masterKey(
    _ database: Database, environment: [String: String] = ProcessInfo.processInfo.environment
  ) async throws -> MasterKey {
    let configured = environment["KENALI_MASTER_KEY"]
    let key: MasterKey
    do {
      key = try MasterKeyFile.masterKey(configured: configured, directory: path)
    } catch MasterKeyError.malformed {
      let source = configured == nil ? "\(MasterKeyFile.name) in the data directory" : "KENALI_MASTER_KEY"
      throw AssemblyError(problems: ["\(source): \(MasterKeyError.malformed)"])
    }
    guard try await Installation(database: database).adopt(masterKeyID: key.id) else {
      throw AssemblyError(
        problems: [
          "the master key is not the one that this data directory was written under: restore master.key, or set "
            + "KENALI_MASTER_KEY to the key used before"
        ])
    }
    return key
  }
}
