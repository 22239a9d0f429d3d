import Engine
import Synchronization

/// Which partition holds which gallery. A gallery keeps its number for ever, so what was once read is kept.
final class GalleryDirectory: Sendable {
  private let known = Mutex<[GalleryKey: GalleryTable]>([:])

  /// The gallery's partition; nil where nothing was ever written to it.
  func existing(_ key: GalleryKey, _ connection: Connection) throws -> GalleryTable? {
    if let table = known.withLock({ $0[key] }) { return table }
    let rows = try connection.query(
      "SELECT number FROM gallery WHERE identity = \(Self.identity)", Self.parameters(key))
    guard rows.count == 1 else { return nil }
    return keep(GalleryTable(number: try rows.int(0, 0), dimension: key.dimension), as: key)
  }

  /// The gallery's partition, made where it is not there.
  func made(_ key: GalleryKey, _ connection: Connection) throws -> GalleryTable {
    if let table = try existing(key, connection) { return table }
    let table = try connection.transaction {
      try connection.execute("SELECT pg_advisory_xact_lock(\(AdvisoryLock.store), \(AdvisoryLock.galleries))")
      if let table = try existing(key, connection) { return table }
      let rows = try connection.query(
        """
        INSERT INTO gallery (tenant, model, dimension, identity)
          VALUES ($1::bytea, $2::bytea, $3::bigint::int, \(Self.identity)) RETURNING number
        """, Self.parameters(key))
      let table = GalleryTable(number: try rows.int(0, 0), dimension: key.dimension)
      try connection.execute(Self.makeTables(table))
      return table
    }
    return keep(table, as: key)
  }

  /// Every gallery there is.
  static func all(_ connection: Connection) throws -> [GalleryTable] {
    let rows = try connection.query("SELECT number, dimension FROM gallery")
    var tables: [GalleryTable] = []
    for row in 0..<rows.count {
      tables.append(GalleryTable(number: try rows.int(row, 0), dimension: Int(try rows.int(row, 1))))
    }
    return tables
  }

  private func keep(_ table: GalleryTable, as key: GalleryKey) -> GalleryTable {
    known.withLock { $0[key] = table }
    return table
  }

  /// Names of any length, without running together, in 32 bytes that an index takes.
  private static let identity =
    "sha256(int8send(octet_length($1::bytea)) || $1::bytea || $2::bytea || int8send($3::bigint))"

  private static func parameters(_ key: GalleryKey) -> Parameters {
    var parameters = Parameters()
    parameters.append(key.tenant)
    parameters.append(key.model)
    parameters.append(key.dimension)
    return parameters
  }

  /// Attached rather than made as a partition at once: that would lock out everything else of the parent.
  private static func makeTables(_ table: GalleryTable) -> String {
    let parent = GalleryTable.parent(dimension: table.dimension)
    // A vector in the row itself is read without a detour, which halves a scan; a page has room for 8 KB.
    let storage = table.dimension <= 3000 ? "PLAIN" : "EXTERNAL"
    return """
      CREATE TABLE IF NOT EXISTS \(parent) (
        gallery int NOT NULL, id bytea NOT NULL, person bytea NOT NULL, embedding halfvec(\(table.dimension)) NOT NULL
      ) PARTITION BY LIST (gallery);
      CREATE TABLE \(table.name) (LIKE \(parent));
      ALTER TABLE \(table.name) ALTER COLUMN embedding SET STORAGE \(storage);
      CREATE UNIQUE INDEX \(table.name)_id ON \(table.name) (\(FaceColumns.idHead("id")), \(FaceColumns.idRest("id")));
      CREATE INDEX \(table.name)_person ON \(table.name) USING hash (person);
      ALTER TABLE \(parent) ATTACH PARTITION \(table.name) FOR VALUES IN (\(table.number));
      """
  }
}
