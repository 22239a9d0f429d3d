import Engine

/// Random unit vectors, the same on every run.
struct VectorSource {
  private var state: UInt64
  let isClustered: Bool
  let dimension: Int
  private var center: [Float] = []
  private var made = 0

  /// - Parameter isClustered: whether ten vectors after one another are near to each other, as samples of a person are.
  init(seed: UInt64, isClustered: Bool, dimension: Int) {
    state = seed
    self.isClustered = isClustered
    self.dimension = dimension
  }

  mutating func next(model: ModelID) -> Embedding {
    if isClustered, made % 10 == 0 { center = noise() }
    made += 1
    let noise = noise()
    let values = isClustered ? zip(center, noise).map { $0 + 0.5 * $1 } : noise
    guard let embedding = Embedding(model: model, normalizing: values) else { return next(model: model) }
    return embedding
  }

  /// Another sample of the person whose face this is.
  mutating func near(_ embedding: Embedding) -> Embedding {
    let size = Float(dimension).squareRoot()
    let noise = noise()
    let values = zip(embedding.values, noise).map { $0 * size + 0.5 * $1 }
    return Embedding(model: embedding.model, normalizing: values) ?? near(embedding)
  }

  /// Numbers of about normal distribution: the sum of four bytes' worth of a xorshift word each.
  private mutating func noise() -> [Float] {
    (0..<dimension).map { _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      var sum: Float = -510
      for shift in stride(from: 0, to: 64, by: 16) { sum += Float(UInt8(truncatingIfNeeded: state >> UInt64(shift))) }
      return sum / 148
    }
  }
}
