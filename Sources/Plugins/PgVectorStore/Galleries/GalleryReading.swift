import Engine

/// Questions to one gallery's partition.
struct GalleryReading {
  let table: GalleryTable
  let model: ModelID
  let connection: Connection

  /// From this limit on an index is of no use: a search that large reads a good part of the gallery anyway.
  private static let largestIndexedLimit = 1000

  func count() throws -> Int {
    let rows = try connection.query("SELECT coalesce(sum(faces), 0)::bigint FROM tally WHERE gallery = \(table.number)")
    return try rows.bigint(0, 0)
  }

  /// The nearest; through the index where there is one.
  func search(_ probe: Embedding, limit: Int) throws -> [FaceMatch] {
    guard limit <= Self.largestIndexedLimit else { return try searchExactly(probe, limit: limit) }
    let found = try matches(probe, limit, order: "embedding <#> $1::halfvec")
    // A graph may have faces that no path leads to, and a row that was removed takes a place until the next vacuum:
    // where fewer than asked for were found, all are looked at. A gallery smaller than the limit costs little twice.
    return found.count < limit ? try searchExactly(probe, limit: limit) : found
  }

  /// The nearest, by comparing all: no index is made for this order.
  func searchExactly(_ probe: Embedding, limit: Int) throws -> [FaceMatch] {
    try matches(probe, limit, order: "(embedding <#> $1::halfvec) + 0::float8")
  }

  private func matches(_ probe: Embedding, _ limit: Int, order: String) throws -> [FaceMatch] {
    var parameters = Parameters()
    parameters.append(vector: probe.values)
    parameters.append(limit)
    let rows = try connection.query(
      """
      SELECT id, person, embedding <#> $1::halfvec FROM \(table.name) ORDER BY \(order) LIMIT $2::bigint
      """, parameters)
    var matches: [FaceMatch] = []
    matches.reserveCapacity(rows.count)
    for row in 0..<rows.count {
      // `<#>` is the negative inner product. Halves may carry that of two like vectors a little over one.
      let similarity = Float(max(-1, min(1, -(try rows.double(row, 2)))))
      matches.append(
        FaceMatch(id: FaceID(rows.text(row, 0)), person: PersonID(rows.text(row, 1)), similarity: similarity))
    }
    return matches
  }

  func faces(of person: PersonID) throws -> [FaceRecord] {
    var parameters = Parameters()
    parameters.append(Array(person.rawValue.utf8))
    return try FaceColumns.faces(
      try connection.query(
        "SELECT id, person, embedding FROM \(table.name) WHERE person = $1::bytea", parameters), model)
  }

  /// In the order of the ids' bytes, which is that of their heads first and then of the whole.
  func faces(after id: FaceID?, limit: Int) throws -> [FaceRecord] {
    var parameters = Parameters()
    parameters.append(limit)
    var condition = ""
    if let id {
      parameters.append(Array(id.rawValue.utf8))
      condition = "WHERE \(FaceColumns.idHead("id")) >= \(FaceColumns.idHead("$2::bytea")) AND id > $2::bytea"
    }
    return try FaceColumns.faces(
      try connection.query(
        """
        SELECT id, person, embedding FROM \(table.name) \(condition)
          ORDER BY \(FaceColumns.idHead("id")), id LIMIT $1::bigint
        """, parameters), model)
  }
}
