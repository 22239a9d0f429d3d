/// One step of the schema. A step that was ever released is never changed; a new one is added.
struct Migration: Sendable {
  /// The schema's version after this step; steps count from 1.
  var version: Int
  /// Statements that take the schema of the version before to this one.
  var sql: String

  /// All steps in their order.
  static let all = [first, second, third]
}

/// Brings a database to the schema that this program knows.
struct Migrator {
  /// Marks a SQLite file as Kenali's (`application_id`): "KNLI".
  static let applicationID = 0x4B4E_4C49

  var migrations = Migration.all

  /// Runs the steps that are missing, in one transaction: all or none. Several processes may try at once.
  ///
  /// - Throws: `StorageError.newerSchema` where a newer program wrote the database, `.damaged` where it is not Kenali's.
  func migrate(_ connection: Connection) throws {
    try connection.transaction(isWriting: true) {
      let application = try connection.first("PRAGMA application_id") { $0.integer(0) } ?? 0
      let version = try connection.first("PRAGMA user_version") { $0.integer(0) } ?? 0
      let tables = try connection.first("SELECT count(*) FROM sqlite_schema") { $0.integer(0) } ?? 0
      let isOurs = application == Self.applicationID || (application == 0 && version == 0 && tables == 0)
      guard isOurs else { throw StorageError.damaged }
      let known = migrations.last?.version ?? 0
      guard version <= known else { throw StorageError.newerSchema(found: version, known: known) }
      for migration in migrations where migration.version > version {
        try connection.executeScript(migration.sql)
        try connection.executeScript("PRAGMA user_version = \(migration.version)")
      }
      try connection.executeScript("PRAGMA application_id = \(Self.applicationID)")
    }
  }
}
