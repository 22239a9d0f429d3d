import Engine

/// The true answer to a search, by comparing everything in double precision.
struct SearchOracle {
  let faces: [FaceRecord]
  /// How far a similarity may be from the true one. Faces whose similarities are nearer than this may change places.
  let tolerance: Double

  /// Every face with its similarity, best first; equal ones by their ids' bytes.
  func ranking(_ probe: Embedding) -> [(id: FaceID, similarity: Double)] {
    faces.map { face -> (id: FaceID, similarity: Double) in
      var sum = 0.0
      for (a, b) in zip(probe.values, face.embedding.values) { sum += Double(a) * Double(b) }
      return (face.id, sum)
    }
    .sorted { a, b in
      a.similarity != b.similarity
        ? a.similarity > b.similarity : a.id.bytes.lexicographicallyPrecedes(b.id.bytes)
    }
  }

  /// Expects that `matches` answer `probe` as they must at any guarantee: best first, at most `limit`, each once, each a
  /// face of the gallery with its person and its true similarity.
  func expectSound(_ matches: [FaceMatch], _ probe: Embedding, limit: Int) throws {
    try expectEqual(matches.count, min(limit, faces.count), "number of matches at limit \(limit)")
    try expectEqual(Set(matches.map(\.id.bytes)).count, matches.count, "number of different matches")
    let truth = Dictionary(uniqueKeysWithValues: ranking(probe).map { ($0.id.bytes, $0.similarity) })
    let persons = Dictionary(uniqueKeysWithValues: faces.map { ($0.id.bytes, $0.person.bytes) })
    var last = 1.0
    for match in matches {
      guard let similarity = truth[match.id.bytes] else {
        throw ExpectationFailure("found \(match.id), which is not there")
      }
      let seen = Double(match.similarity)
      try expect(
        abs(seen - similarity) < tolerance, "similarity of \(match.id) is \(match.similarity), expected \(similarity)")
      try expect(abs(seen) <= 1, "similarity of \(match.id) is \(match.similarity), beyond 1")
      try expect(seen <= last + tolerance, "\(match.id) is out of order")
      try expectEqual(match.person.bytes, persons[match.id.bytes] ?? [], "person of \(match.id)")
      last = min(last, seen)
    }
  }

  /// Whether `matches` are the true nearest, up to what the store's precision can tell apart.
  func isExact(_ matches: [FaceMatch], _ probe: Embedding) -> Bool {
    zip(matches, ranking(probe)).allSatisfy { match, truth in
      match.id.bytes == truth.id.bytes || abs(Double(match.similarity) - truth.similarity) < tolerance
    }
  }
}
