import Engine

/// What an operator asks of the host's galleries. It travels through the database, since the stores are open in the
/// host's process only.
struct GalleryRequest: Sendable, Hashable {
  enum Action: String, Sendable, Hashable {
    /// Copy the gallery to another store and make that the primary.
    case move
    /// Give up a move.
    case cancel
    /// Keep a second copy that answers while the primary can't.
    case fallback
    /// Keep none any more.
    case noFallback = "no_fallback"
    /// Empty a copy and fill it again.
    case rebuild
    /// Empty a copy that was kept after a move.
    case drop
  }

  var id: Int
  var tenant: TenantID
  var action: Action
  /// The store's component id; empty where the action needs none.
  var store: String
}

/// The requests, and what became of them.
struct GalleryRequestStore: Sendable {
  let database: Database

  /// Asks.
  ///
  /// - Returns: the request's number.
  /// - Throws: `StorageError.notFound` where there is no such tenant.
  func ask(_ action: GalleryRequest.Action, store: String, of tenant: TenantID, now: Timestamp) async throws -> Int {
    try await database.write { connection in
      try connection.first(
        "INSERT INTO gallery_requests (tenant_id, action, store, requested_at) VALUES (?, ?, ?, ?) RETURNING id",
        .text(tenant.rawValue), .text(action.rawValue), .text(store), .time(now)
      ) { $0.integer(0) } ?? 0
    }
  }

  /// Requests that no host has answered, oldest first.
  func open() async throws -> [GalleryRequest] {
    try await database.read { connection in
      try connection.rows(
        "SELECT id, tenant_id, action, store FROM gallery_requests WHERE answered_at IS NULL ORDER BY id LIMIT 100"
      ) { row in
        GalleryRequest(id: row.integer(0), tenant: TenantID(row.text(1)), action: try row.choice(2), store: row.text(3))
      }
    }
  }

  /// Answers a request: accepted, or refused for a reason.
  func answer(_ request: GalleryRequest, refusal: String?, now: Timestamp) async throws {
    try await database.write { connection in
      _ = try connection.execute(
        "UPDATE gallery_requests SET answered_at = ?, refusal = ? WHERE id = ?", .time(now), .text(refusal),
        .integer(request.id))
    }
  }

  /// What became of a request: nil while it is open.
  func answer(to id: Int) async throws -> (refusal: String?, Void)? {
    try await database.read { connection in
      try connection.first(
        "SELECT refusal FROM gallery_requests WHERE id = ? AND answered_at IS NOT NULL", .integer(id)
      ) { ($0.optionalText(0), ()) }
    }
  }

  /// Whether the last word on a tenant's fallback was that it wants none.
  func refusesFallback(_ tenant: TenantID) async throws -> Bool {
    try await database.read { connection in
      try connection.first(
        """
        SELECT action FROM gallery_requests
        WHERE tenant_id = ? AND action IN ('fallback', 'no_fallback') AND answered_at IS NOT NULL AND refusal IS NULL
        ORDER BY id DESC LIMIT 1
        """, .text(tenant.rawValue)
      ) { $0.text(0) } == GalleryRequest.Action.noFallback.rawValue
    }
  }
}
