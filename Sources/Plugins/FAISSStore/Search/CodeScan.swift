import CVectorScan

/// One pass over a gallery's codes for one or more probes, then a look at the floats of the few rows that the codes
/// can't rule out. The answer is that of `FloatScan`.
struct CodeScan {
  /// At most `ScanBatch.capacity`.
  let probes: [ScanProbe]

  /// The best rows of each probe. A cancelled probe's answer may be short.
  func run(over rows: borrowing GalleryRows, ids: NameTable) -> [[Hit]] {
    var shortlists = probes.map { Shortlist(limit: $0.limit) }
    CodeProbes.withProbes(probes.map(\.values), dimension: rows.vectors.dimension) { ready in
      for start in stride(from: 0, to: rows.codes.count, by: CodeProbes.blockRows) {
        if probes.allSatisfy({ $0.cancellation.isCancelled }) { break }
        let block = start..<min(start + CodeProbes.blockRows, rows.codes.count)
        rows.codes.candidates(in: block, for: ready, floor: { shortlists[$0].floor }) { shortlists[$0].take($1) }
      }
    }
    var answers: [[Hit]] = []
    for (probe, shortlist) in zip(probes, shortlists) {
      answers.append(shortlist.ranked(probe, in: rows.vectors, ids: ids))
    }
    return answers
  }
}

extension Shortlist {
  /// The best of the listed rows by their floats.
  func ranked(_ probe: ScanProbe, in vectors: borrowing VectorRows, ids: NameTable) -> [Hit] {
    var ranking = Ranking(limit: probe.limit)
    probe.values.withUnsafeBufferPointer { values in
      for row in rows {
        var score: Float = 0
        let place = Int(row)
        vectors.withRows(place..<place + 1) { floats in
          var pointer = values.baseAddress
          kvs_inner_products(&pointer, 1, floats.baseAddress, 1, vectors.dimension, &score)
        }
        ranking.offer(score, row: row, ids: ids)
      }
    }
    return ranking.sorted(ids: ids)
  }
}
