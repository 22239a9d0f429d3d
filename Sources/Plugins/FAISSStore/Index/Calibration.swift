/// How a search goes by inverted lists.
struct ListPlan: Equatable {
  /// How many lists are visited.
  var visits: Int
  /// An answer whose best face is less similar than this is not trusted: the gallery is searched exactly then.
  var trusted: Float
}

/// Measures which plan keeps the promise.
///
/// **What is promised.** At least 95 % of probes get their nearest face. It is measured, not assumed: faces drawn at
/// random are searched exactly, each without itself, and it is noted how similar the nearest other face is and how many
/// lists would have had to be visited to come upon it. `trusted` becomes a low quantile of those similarities, and
/// `visits` what serves 98 % of the faces that have a neighbour at least so similar. At least 256 of the 512 faces
/// drawn are such, so that a plan of 95 % passes for one of 98 % in one case of seventy at most (binomial). A probe
/// without so similar a neighbour is not like the gallery's own faces: a stranger, or a person with one sample only. It
/// finds nothing that is trusted, and gets the exact answer at the price of an exact search.
///
/// Where lists would have to be visited that hold more than a fifth of the gallery, or more than half of the probes would
/// be searched exactly after all, the gallery has no lists: random access to its rows would eat the gain.
enum Calibration {
  /// The share of probes that get their nearest face.
  static let promisedRecall = 0.95
  private static let wantedRecall = 0.98
  private static let draws = 512
  private static let largestShare = 5
  /// Shares of the gallery's own faces that may be searched exactly, the cheapest first.
  private static let untrustedShares = [0.1, 0.25, 0.5]

  private struct Draw {
    var similarity: Float
    var visits: Int
  }

  /// The plan for a gallery; nil where lists are of no use, or the work was not wanted any more.
  ///
  /// - Throws: `IndexFailure`.
  static func plan(
    _ centroids: Centroids, in contents: GalleryContents, isWanted: () -> Bool
  ) throws(IndexFailure) -> ListPlan? {
    var drawn: [Draw] = []
    while drawn.count < draws {
      let neighbours = contents.neighbours(ScanBatch.capacity)
      guard isWanted(), !neighbours.isEmpty else { return nil }
      let lists = try centroids.lists(of: neighbours.flatMap(\.nearest))
      for (neighbour, list) in zip(neighbours, lists) {
        let products = centroids.products(neighbour.vector)
        let visits = products.count { $0 >= products[Int(list)] }
        drawn.append(Draw(similarity: neighbour.similarity, visits: visits))
      }
    }
    drawn.sort { $0.similarity < $1.similarity }
    for share in untrustedShares {
      let trusted = drawn[Int(Double(drawn.count) * share)...]
      let visits = trusted.map(\.visits).sorted()
      let needed = visits[min(visits.count - 1, Int((Double(visits.count) * wantedRecall).rounded(.up)))]
      if needed * largestShare <= centroids.count, let least = trusted.first {
        return ListPlan(visits: needed, trusted: least.similarity)
      }
    }
    return nil
  }
}
