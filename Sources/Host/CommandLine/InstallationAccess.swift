import Engine

/// The database of the data directory that `--data` names, for commands that work on it, also while a host runs.
enum InstallationAccess {
  /// Opens it for `body`.
  ///
  /// - Parameter makingDirectory: only the first tenant of an installation has reason to make a directory; elsewhere a
  ///   directory that is not there is a mistyped one.
  static func open(
    _ arguments: Arguments, makingDirectory: Bool = false, _ body: (Database, SealedBox) async throws -> Void
  ) async throws {
    let path = try arguments.required("data")
    let data = makingDirectory ? try DataDirectory(path) : try DataDirectory(existing: path)
    let database = try await Database.open(directory: data.path)
    defer { database.close() }
    let masterKey = try await data.masterKey(database)
    try await body(database, try SealedBox(masterKey: masterKey))
  }
}

extension Arguments {
  /// The value of an option that must be there.
  func required(_ name: String) throws -> String {
    guard let value = self[name], !value.isEmpty else { throw UsageError("--\(name) is missing") }
    return value
  }
}
