/// How many lists a search must visit.
///
/// **What is promised.** Of probes that lie as the gallery's own faces do, at least 95 % get their nearest face. It is
/// measured, not assumed: faces drawn at random are searched exactly, each without itself, and it is noted how many lists
/// would have had to be visited to come upon the true nearest. The number that serves 98 % of them is what searches
/// visit; with 256 faces drawn, a share of 98 % is 3.4 standard deviations above 95 % (binomial). Where this would be more
/// than a fifth of all lists, the gallery is searched exactly instead: random access to its rows would eat the gain. It is
/// measured anew whenever a quarter of the faces have come or gone.
///
/// A probe of somebody who is not in the gallery, where most persons have several faces, may do worse: its nearest face
/// is nobody's in particular. Missing it can lower the similarity of the best candidate, never raise it, so that it
/// can't turn a stranger into a match.
enum Calibration {
  /// The share of probes that get their nearest face.
  static let promisedRecall = 0.95
  private static let wantedRecall = 0.98
  private static let draws = 256
  private static let largestShare = 5

  /// The number of lists to visit; nil where lists are of no use, or the work was not wanted any more.
  ///
  /// - Throws: `IndexFailure`.
  static func visits(
    _ centroids: Centroids, in contents: GalleryContents, isWanted: () -> Bool
  ) throws(IndexFailure) -> Int? {
    var needed: [Int] = []
    while needed.count < draws {
      let pairs = contents.neighbours(ScanBatch.capacity)
      guard isWanted(), !pairs.isEmpty else { return nil }
      let lists = try centroids.lists(of: pairs.flatMap(\.nearest))
      for (pair, list) in zip(pairs, lists) {
        let products = centroids.products(pair.vector)
        needed.append(products.count { $0 >= products[Int(list)] })
      }
    }
    needed.sort()
    let visits = needed[min(needed.count - 1, Int((Double(needed.count) * wantedRecall).rounded(.up)))]
    return visits * largestShare <= centroids.count ? visits : nil
  }
}
