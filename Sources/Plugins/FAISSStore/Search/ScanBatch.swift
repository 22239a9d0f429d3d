/// What one search asks of a scan.
struct ScanProbe: Sendable {
  /// A unit vector of the gallery's length.
  let values: [Float]
  /// How many hits, at least one.
  let limit: Int
  /// Whether an index that may miss is not to be used.
  let isExact: Bool
  /// Raised when nobody waits any more.
  let cancellation: Cancellation
}

/// One pass over a gallery's rows for one or more probes.
///
/// A scan is bounded by how fast memory delivers rows, so searches that come at the same time share one pass: four
/// probes cost little more than one. Each gets bit for bit the answer that it would get alone.
struct ScanBatch {
  /// The most probes in one pass: their values (2 KB each at 512) stay in the first-level cache beside the row.
  static let capacity = 8
  /// An answer of more than this share of all rows is read from the floats at once: its last place is so low that the
  /// codes would rule out little.
  static let longAnswer = 16

  private let probes: [ScanProbe]

  /// A pass for at most `capacity` probes.
  init(_ probes: [ScanProbe]) { self.probes = probes }

  /// The best rows of each probe. A cancelled probe's answer may be short.
  func run(over rows: borrowing GalleryRows, ids: NameTable) -> [[Hit]] {
    let longest = rows.hasCodes ? rows.vectors.count / Self.longAnswer : 0
    let (short, long) = (probes.filter { $0.limit <= longest }, probes.filter { $0.limit > longest })
    var shortAnswers = short.isEmpty ? [] : CodeScan(probes: short).run(over: rows, ids: ids)
    var longAnswers = long.isEmpty ? [] : FloatScan(probes: long).run(over: rows.vectors, ids: ids)
    shortAnswers.reverse()
    longAnswers.reverse()
    return probes.map { ($0.limit <= longest ? shortAnswers.popLast() : longAnswers.popLast()) ?? [] }
  }
}
