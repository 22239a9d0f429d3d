import CFaiss
import CVectorScan

/// The centres of inverted lists: k-means and assignment are FAISS's, with OpenBLAS.
///
/// FAISS runs on the calling thread alone: searches have the other processors.
final class Centroids: Sendable {
  /// How many lists.
  let count: Int
  private let dimension: Int
  private let values: [Float]

  /// Rounds of k-means: the centres hardly move after these.
  private static let rounds = 8

  private init(_ values: [Float], dimension: Int) {
    self.values = values
    self.dimension = dimension
    count = values.count / dimension
  }

  /// Trains `lists` centres, which begin at vectors evenly spread over the sample.
  ///
  /// - Parameters:
  ///   - sample: at least `lists` vectors of length one.
  ///   - isWanted: asked before every round, which may take seconds.
  /// - Returns: nil where it was not wanted any more.
  /// - Throws: `IndexFailure`.
  static func train(
    on sample: [Float], dimension: Int, lists: Int, isWanted: () -> Bool
  ) throws(IndexFailure) -> Centroids? {
    let vectors = sample.count / dimension
    var centroids: [Float] = []
    for list in 0..<lists {
      let start = list * vectors / lists * dimension
      centroids += sample[start..<start + dimension]
    }
    for _ in 0..<rounds {
      guard isWanted() else { return nil }
      guard cfaiss_cluster_round(Int64(dimension), Int64(lists), &centroids, Int64(vectors), sample, 1) else {
        throw IndexFailure()
      }
    }
    return Centroids(centroids, dimension: dimension)
  }

  /// The list of each of some vectors, one behind another.
  ///
  /// - Throws: `IndexFailure`.
  func lists(of vectors: [Float]) throws(IndexFailure) -> [Int64] {
    var lists = [Int64](repeating: 0, count: vectors.count / dimension)
    guard cfaiss_assign(Int64(dimension), Int64(count), values, Int64(lists.count), vectors, 1, &lists) else {
      throw IndexFailure()
    }
    return lists
  }

  /// The inner products of a probe with all centres.
  func products(_ probe: [Float]) -> [Float] {
    var products = [Float](repeating: 0, count: count)
    probe.withUnsafeBufferPointer { probe in
      var pointer = probe.baseAddress
      kvs_inner_products(&pointer, 1, values, count, dimension, &products)
    }
    return products
  }

  /// Bytes of memory.
  var bytes: Int { values.count * MemoryLayout<Float>.stride }
}

/// FAISS failed; the text is its own and names nothing of the data.
struct IndexFailure: Error {
  let text = String(cString: cfaiss_message())
}
