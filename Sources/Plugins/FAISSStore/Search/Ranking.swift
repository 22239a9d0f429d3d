/// A row and its similarity to the probe.
struct Hit {
  var score: Float
  var row: UInt32
}

/// The best hits so far, at most `limit`. Equal scores rank by their ids' bytes, so that the answer to a probe does not
/// depend on the order in which faces came and went.
struct Ranking {
  private var best: BoundedHeap<Hit>

  /// An empty ranking of at most `limit` hits, at least one.
  init(limit: Int) { best = BoundedHeap(limit: limit) }

  /// Takes the product of a row with the probe.
  mutating func offer(_ product: Float, row: UInt32, ids: NameTable) {
    // Rounding may take the product of two unit vectors a little past one.
    let score = min(1, max(-1, product))
    // Most rows of a scan end here, without a look at an id.
    if let worst = best.worst, score < worst.score { return }
    best.offer(Hit(score: score, row: row)) { Self.isWorse($0, $1, ids) }
  }

  /// The hits, best first.
  func sorted(ids: NameTable) -> [Hit] { best.elements.sorted { Self.isWorse($1, $0, ids) } }

  private static func isWorse(_ a: Hit, _ b: Hit, _ ids: NameTable) -> Bool {
    a.score != b.score ? a.score < b.score : ids.isBefore(Int(b.row), Int(a.row))
  }
}
