import CVectorScan

/// What one search asks of a scan.
struct ScanProbe: Sendable {
  /// A unit vector of the gallery's length.
  let values: [Float]
  /// How many hits, at least one.
  let limit: Int
  /// Raised when nobody waits any more.
  let cancellation: Cancellation
}

/// One pass over a gallery's rows for one or more probes.
///
/// A scan is bounded by how fast memory delivers rows, so searches that come at the same time share one pass: four
/// probes cost little more than one. Each gets bit for bit the answer that it would get alone (`kvs_inner_products`).
struct ScanBatch {
  /// The most probes in one pass: their values (2 KB each at 512) stay in the first-level cache beside the row.
  static let capacity = 8
  /// Rows between two looks at the cancellation flags; their scores stay in the first-level cache.
  private static let blockRows = 256

  private let probes: [ScanProbe]

  /// A pass for at most `capacity` probes.
  init(_ probes: [ScanProbe]) { self.probes = probes }

  /// The best rows of each probe. A cancelled probe's answer may be short.
  func run(over vectors: borrowing VectorRows, ids: [Identifier]) -> [[Hit]] {
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
          rankings[index].offer(
            UnsafeBufferPointer(start: scores + index * range.count, count: range.count), firstRow: start, ids: ids)
        }
      }
      return rankings.map { $0.sorted(ids: ids) }
    }
  }
}
