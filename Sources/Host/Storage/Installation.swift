/// What an installation knows of itself.
struct Installation: Sendable {
  let database: Database

  /// Notes which master key the sealed columns were written under, or checks it where it was noted before.
  ///
  /// - Returns: false where the database was written under another master key: its sealed columns can't be read.
  func adopt(masterKeyID: String) async throws -> Bool {
    try await database.write { connection in
      try connection.execute(
        "INSERT INTO installation (name, value) VALUES ('master_key', ?) ON CONFLICT (name) DO NOTHING",
        .text(masterKeyID))
      let value = try connection.first("SELECT value FROM installation WHERE name = 'master_key'") { $0.text(0) }
      return value == masterKeyID
    }
  }
}
