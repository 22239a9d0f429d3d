extension SessionMachine {
  /// The samples as one probe: the mean of their unit vectors, normalised. Averaging templates of the same face lowers
  /// the noise of each (e.g. Best-Rowden and Jain 2014 for still-to-video matching).
  ///
  /// Samples of another model or length than the first one's are left out.
  ///
  /// - Returns: nil without samples, or where they cancel out.
  public static func probe(from samples: [Sample]) -> Embedding? {
    guard let first = samples.first else { return nil }
    var sum = [Float](repeating: 0, count: first.embedding.values.count)
    for embedding in samples.lazy.map(\.embedding)
    where embedding.model == first.embedding.model && embedding.values.count == sum.count {
      for index in sum.indices { sum[index] += embedding.values[index] }
    }
    return Embedding(model: first.embedding.model, normalizing: sum)
  }
}
