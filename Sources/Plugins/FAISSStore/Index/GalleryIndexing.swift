/// What the indexer reads of a gallery and does to it, each in one short hold of the gallery's lock.
extension GalleryContents {
  /// What is to be done about the index where galleries of `beyond` samples and more are to have one.
  func indexNeed(beyond: Int) -> IndexNeed {
    lock.read {
      // Down to half of it, so that a gallery at the border is not trained again and again.
      guard rows.hasCodes, ids.count >= (index == nil ? beyond : beyond / 2) else {
        return index == nil ? .nothing : .removal
      }
      // Anew at twice the size: the lists have become long, and the faces may lie otherwise.
      guard ids.count < 2 * (index?.trainedRows ?? declinedRows) else { return .training(rows: ids.count) }
      guard let index else { return .nothing }
      if index.unassigned.count >= InvertedLists.unassignedLimit { return .assignment }
      return index.changes * 4 >= ids.count ? .calibration : .nothing
    }
  }

  /// About `wanted` rows one behind another, evenly spread over all; all where there are fewer.
  func sample(_ wanted: Int) -> [Float] {
    let step = max(1, count / wanted)
    var sample: [Float] = []
    var row = 0
    var isComplete = false
    while !isComplete {
      lock.read {
        // In pieces: a writer waits no longer than for a search, and no search for the writer.
        for _ in 0..<1024 where row < rows.vectors.count {
          rows.vectors.withRows(row..<row + 1) { sample.append(contentsOf: $0) }
          row += step
        }
        isComplete = row >= rows.vectors.count
      }
    }
    return sample
  }

  /// Some random samples' vectors, each with the vector of the sample that is nearest to it.
  func neighbours(_ wanted: Int) -> [(vector: [Float], nearest: [Float], similarity: Float)] {
    lock.read {
      guard rows.vectors.count >= 2 else { return [] }
      let chosen = (0..<wanted).map { _ in Int.random(in: 0..<rows.vectors.count) }
      let probes = chosen.map { row in
        ScanProbe(values: vector(row), limit: 2, isExact: true, cancellation: Cancellation())
      }
      return zip(chosen, ScanBatch(probes).run(over: rows, ids: ids)).compactMap { row, hits in
        hits.first { $0.row != row }.map { (vector(row), vector(Int($0.row)), $0.score) }
      }
    }
  }

  /// Begins an index all of whose rows are still to be assigned.
  func setIndex(_ centroids: Centroids, plan: ListPlan, trainedRows: Int) {
    lock.write {
      index = InvertedLists(centroids, plan: plan, trainedRows: trainedRows, rows: rows.vectors.count)
    }
  }

  /// Ends the index.
  ///
  /// - Parameter rows: with how many rows it was found to be of no use; 0 where it may be tried again at once.
  func removeIndex(declinedWith rows: Int) {
    lock.write {
      index = nil
      declinedRows = rows
    }
  }

  /// The centres of the index; nil where there is none.
  var centroids: Centroids? { lock.read { index?.centroids } }

  /// Has searches go by a plan from now on.
  func setPlan(_ plan: ListPlan) { lock.write { index?.setPlan(plan) } }

  /// Some rows that the index has not assigned, with their vectors one behind another, and its centroids; nil where all
  /// are assigned.
  func unassigned(_ wanted: Int) -> (rows: [UInt32], vectors: [Float], centroids: Centroids)? {
    lock.read {
      guard let index, !index.unassigned.isEmpty else { return nil }
      let chosen = Array(index.unassigned.suffix(wanted))
      return (chosen, chosen.flatMap { vector(Int($0)) }, index.centroids)
    }
  }

  /// Puts rows into their lists, but for those that meanwhile went or have another vector, which stay unassigned.
  func assign(_ chosen: [UInt32], _ vectors: [Float], to lists: [Int64], of centroids: Centroids) {
    lock.write {
      guard index?.centroids === centroids else { return }
      vectors.withUnsafeBufferPointer { vectors in
        for (place, row) in chosen.enumerated() where row < rows.vectors.count {
          let given = UnsafeRawBufferPointer(
            UnsafeBufferPointer(rebasing: vectors[place * dimension..<(place + 1) * dimension]))
          let isSame = rows.vectors.withRows(Int(row)..<Int(row) + 1) { values in
            Identifier.order(given, UnsafeRawBufferPointer(values)) == 0
          }
          if isSame { index?.assign(Int(row), to: Int(lists[place])) }
        }
      }
    }
  }
}
