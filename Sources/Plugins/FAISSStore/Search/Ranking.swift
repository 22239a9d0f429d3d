/// A row and its similarity to the probe.
struct Hit {
  var score: Float
  var row: UInt32
}

/// The best hits so far, at most `limit`. Equal scores rank by their ids' bytes, so that the answer to a probe does not
/// depend on the order in which faces came and went.
struct Ranking {
  private let limit: Int
  /// A heap with the worst hit at the root. It grows as hits come: a huge limit costs nothing by itself.
  private var heap: [Hit] = []

  init(limit: Int) { self.limit = limit }

  /// Hits below this can't enter.
  private var floor: Float { heap.count < limit ? -.infinity : heap[0].score }

  /// Takes the scores of consecutive rows, of which the first has the number `firstRow`.
  mutating func offer(_ scores: UnsafeBufferPointer<Float>, firstRow: Int, ids: [Identifier]) {
    guard limit > 0 else { return }
    var floor = floor
    for index in scores.indices where scores[index] >= floor {
      // Rounding may take the product of two unit vectors a little past one.
      let hit = Hit(score: min(1, max(-1, scores[index])), row: UInt32(firstRow + index))
      if heap.count < limit {
        heap.append(hit)
        rise(heap.count - 1, ids)
      } else if isWorse(heap[0], hit, ids) {
        heap[0] = hit
        sink(0, ids)
      }
      floor = self.floor
    }
  }

  /// The hits, best first.
  func sorted(ids: [Identifier]) -> [Hit] { heap.sorted { isWorse($1, $0, ids) } }

  private func isWorse(_ a: Hit, _ b: Hit, _ ids: [Identifier]) -> Bool {
    a.score != b.score ? a.score < b.score : ids[Int(a.row)] > ids[Int(b.row)]
  }

  private mutating func rise(_ start: Int, _ ids: [Identifier]) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard isWorse(heap[child], heap[parent], ids) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func sink(_ start: Int, _ ids: [Identifier]) {
    var parent = start
    while true {
      var worst = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && isWorse(heap[child], heap[worst], ids) { worst = child }
      if worst == parent { return }
      heap.swapAt(parent, worst)
      parent = worst
    }
  }
}
