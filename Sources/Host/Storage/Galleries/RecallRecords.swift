import Engine

/// How often a store's live searches found what an exact one finds, by tenant: sums of samples.
struct RecallRecords: Sendable {
  let database: Database

  /// Sums over samples.
  struct Sum: Sendable, Hashable {
    /// Searches that were held against an exact one.
    var probes = 0
    /// Those whose first match was the true nearest.
    var nearestFound = 0
    /// The true nearest ten (or as many as there are) of every probe together, and how many of them were found.
    var wanted = 0
    var found = 0

    /// Recall@1 and recall@10, 0…1; 1 where nothing was wanted.
    var atOne: Double { probes == 0 ? 1 : Double(nearestFound) / Double(probes) }
    var atTen: Double { wanted == 0 ? 1 : Double(found) / Double(wanted) }
  }

  /// Adds one sample.
  func add(_ sample: Sum, store: String, tenant: TenantID, model: ModelID) async throws {
    try await database.write { connection in
      _ = try connection.execute(
        """
        INSERT INTO recall VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant_id, model_id, store) DO UPDATE SET
          probes = probes + excluded.probes, nearest_found = nearest_found + excluded.nearest_found,
          wanted = wanted + excluded.wanted, found = found + excluded.found
        """, .text(tenant.rawValue), .text(model.rawValue), .text(store), .integer(sample.probes),
        .integer(sample.nearestFound), .integer(sample.wanted), .integer(sample.found))
    }
  }

  /// The sums of one tenant by store, or of every tenant together.
  func sums(tenant: TenantID? = nil) async throws -> [(store: String, sum: Sum)] {
    try await database.read { connection in
      try connection.rows(
        """
        SELECT store, sum(probes), sum(nearest_found), sum(wanted), sum(found) FROM recall
        WHERE ?1 IS NULL OR tenant_id = ?1 GROUP BY store ORDER BY store
        """, .text(tenant?.rawValue)
      ) { row in
        (
          row.text(0),
          Sum(
            probes: row.integer(1), nearestFound: row.integer(2), wanted: row.integer(3), found: row.integer(4))
        )
      }
    }
  }
}
