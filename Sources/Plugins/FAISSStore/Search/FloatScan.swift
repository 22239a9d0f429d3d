import CVectorScan

/// One pass over a gallery's floats for one or more probes: for small galleries, and for answers so long that codes
/// would leave most rows to look at.
struct FloatScan {
  /// Rows between two looks at the cancellation flags; their scores stay in the first-level cache.
  private static let blockRows = 256

  /// At most `ScanBatch.capacity`.
  let probes: [ScanProbe]

  /// The best rows of each probe. A cancelled probe's answer may be short.
  func run(over vectors: borrowing VectorRows, ids: NameTable) -> [[Hit]] {
    let count = probes.count
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: count * (vectors.dimension + Self.blockRows)) {
      scratch in
      // The probes one after another, then the scores of a block for each.
      var pointers: [UnsafePointer<Float>?] = []
      guard let base = scratch.baseAddress else { return [] }
      for (index, probe) in probes.enumerated() {
        let place = base + index * vectors.dimension
        probe.values.withUnsafeBufferPointer { values in
          if let from = values.baseAddress { place.initialize(from: from, count: vectors.dimension) }
        }
        pointers.append(UnsafePointer(place))
      }
      let scores = base + count * vectors.dimension
      var rankings = probes.map { Ranking(limit: $0.limit) }
      for start in stride(from: 0, to: vectors.count, by: Self.blockRows) {
        if probes.allSatisfy({ $0.cancellation.isCancelled }) { break }
        let range = start..<min(start + Self.blockRows, vectors.count)
        vectors.withRows(range) { rows in
          kvs_inner_products(pointers, count, rows.baseAddress, range.count, vectors.dimension, scores)
        }
        for index in 0..<count {
          for row in range {
            rankings[index].offer(scores[index * range.count + row - start], row: UInt32(row), ids: ids)
          }
        }
      }
      return rankings.map { $0.sorted(ids: ids) }
    }
  }
}
