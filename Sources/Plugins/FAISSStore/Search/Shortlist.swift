import CVectorScan

/// The rows that may be among a probe's nearest, by the bounds that a scan of codes gives.
///
/// Once `limit` rows have a lower bound of L or more, the last of the true answer has a product of at least L; a row
/// whose upper bound is below is none of them. What remains is looked at in floats, so that the answer is, score by
/// score and tie by tie, that of a scan of the floats.
struct Shortlist {
  private struct Entry {
    var row: UInt32
    var upper: Float
  }
  private var lowers: BoundedHeap<Float>
  private var entries: [Entry] = []
  private var pruneAt = 4096

  /// The least product that is of interest.
  private(set) var floor = -Float.infinity

  /// An empty list for a probe that wants `limit` hits, at least one.
  init(limit: Int) { lowers = BoundedHeap(limit: limit) }

  /// Takes what a block of rows gave.
  mutating func take(_ found: UnsafeBufferPointer<kvs_code_candidate>) {
    for candidate in found where candidate.upper >= floor {
      entries.append(Entry(row: candidate.row, upper: candidate.upper))
      lowers.offer(candidate.lower) { $0 < $1 }
      guard let least = lowers.worst else { continue }
      // Scores end at 1 and -1: rows whose products lie beyond are equal there, and their ids decide.
      floor = least <= -1 ? -.infinity : min(1, least)
    }
    if entries.count >= pruneAt {
      entries.removeAll { $0.upper < floor }
      pruneAt = max(4096, 2 * entries.count)
    }
  }

  /// The rows to look at, in the order in which they came.
  var rows: [UInt32] { entries.lazy.filter { $0.upper >= floor }.map(\.row) }
}
