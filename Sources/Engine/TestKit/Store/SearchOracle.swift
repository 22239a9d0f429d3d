import Engine

/// The true answer to a search, by comparing everything in double precision.
struct SearchOracle {
  let faces: [FaceRecord]

  /// Every face with its similarity, best first; equal ones by their ids' bytes.
  func ranking(_ probe: Embedding) -> [(id: FaceID, similarity: Double)] {
    faces.map { face -> (id: FaceID, similarity: Double) in
      var sum = 0.0
      for (a, b) in zip(probe.values, face.embedding.values) { sum += Double(a) * Double(b) }
      return (face.id, sum)
    }
    .sorted { a, b in
      a.similarity != b.similarity
        ? a.similarity > b.similarity : a.id.rawValue.utf8.lexicographicallyPrecedes(b.id.rawValue.utf8)
    }
  }

  /// Single precision may swap two faces whose similarities are nearer than this.
  static let tolerance = 1e-5

  /// Expects that `matches` answer `probe` as they must at any guarantee: best first, at most `limit`, each once, each a
  /// face of the gallery with its person and its true similarity.
  func expectSound(_ matches: [FaceMatch], _ probe: Embedding, limit: Int) throws {
    try expectEqual(matches.count, min(limit, faces.count), "number of matches at limit \(limit)")
    try expectEqual(Set(matches.map(\.id)).count, matches.count, "number of different matches")
    let truth = Dictionary(uniqueKeysWithValues: ranking(probe).map { ($0.id, $0.similarity) })
    let persons = Dictionary(uniqueKeysWithValues: faces.map { ($0.id, $0.person) })
    var last: Float = 1
    for match in matches {
      guard let similarity = truth[match.id] else { throw ExpectationFailure("found \(match.id), which is not there") }
      try expect(
        abs(Double(match.similarity) - similarity) < Self.tolerance,
        "similarity of \(match.id) is \(match.similarity), expected \(similarity)")
      try expect(match.similarity <= last, "\(match.id) is out of order or has a similarity over 1")
      try expectEqual(match.person, persons[match.id] ?? PersonID(""), "person of \(match.id)")
      last = match.similarity
    }
  }

  /// Whether `matches` are the true nearest, up to what single precision can tell apart.
  func isExact(_ matches: [FaceMatch], _ probe: Embedding) -> Bool {
    zip(matches, ranking(probe)).allSatisfy { match, truth in
      match.id == truth.id || abs(Double(match.similarity) - truth.similarity) < Self.tolerance
    }
  }
}
