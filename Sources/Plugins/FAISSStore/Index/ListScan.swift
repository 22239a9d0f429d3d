/// A search through inverted lists: the codes of the rows in the lists nearest to the probe, then the floats of those that
/// the codes can't rule out. Among the rows visited the answer is exact.
struct ListScan {
  let probe: ScanProbe

  /// The best rows, or nil where they are not so similar that the lists can be trusted. A cancelled probe's answer may
  /// be short.
  func run(_ index: InvertedLists, over rows: borrowing GalleryRows, ids: NameTable) -> [Hit]? {
    let products = index.centroids.products(probe.values)
    let nearest = products.indices.sorted { products[$0] > products[$1] }
    // A long answer needs many rows to choose from, or it would be short of hits.
    let wanted = probe.limit * ScanBatch.longAnswer
    var shortlist = Shortlist(limit: probe.limit)
    CodeProbes.withProbes([probe.values], dimension: rows.vectors.dimension) { ready in
      visit(index.unassigned, of: rows, ready, &shortlist)
      var seen = index.unassigned.count
      for (visited, list) in nearest.enumerated() {
        if probe.cancellation.isCancelled || visited >= index.plan.visits && seen >= wanted { break }
        visit(index[list], of: rows, ready, &shortlist)
        seen += index[list].count
      }
    }
    let hits = shortlist.ranked(probe, in: rows.vectors, ids: ids)
    guard let best = hits.first, best.score >= index.plan.trusted else { return nil }
    return hits
  }

  private func visit(
    _ list: [UInt32], of rows: borrowing GalleryRows, _ ready: CodeProbes, _ shortlist: inout Shortlist
  ) {
    list.withUnsafeBufferPointer { list in
      for start in stride(from: 0, to: list.count, by: CodeProbes.blockRows) {
        let block = UnsafeBufferPointer(rebasing: list[start..<min(start + CodeProbes.blockRows, list.count)])
        let floor = shortlist.floor
        rows.codes.candidates(of: block, for: ready, floor: { _ in floor }) { shortlist.take($1) }
      }
    }
  }
}
