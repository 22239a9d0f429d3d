/// Names an embedder's model with its version. Vectors of different models are never compared.
public struct ModelID: Sendable, Hashable, CustomStringConvertible {
  public let rawValue: String
  public init(_ rawValue: String) { self.rawValue = rawValue }
  public var description: String { rawValue }
}

/// What an embedder's vectors are.
public struct EmbeddingModel: Sendable, Hashable {
  public var id: ModelID
  /// Numbers per vector.
  public var dimension: Int
  /// Calibrated points, by falling false match rate, rising threshold.
  public var operatingPoints: [OperatingPoint]

  /// A model; all parameters as the properties of the same names.
  public init(id: ModelID, dimension: Int, operatingPoints: [OperatingPoint]) {
    self.id = id
    self.dimension = dimension
    self.operatingPoints = operatingPoints
  }
}

/// A face as a vector of length one: the cosine of two is their inner product.
public struct Embedding: Sendable, Hashable {
  public let model: ModelID
  /// Of Euclidean length one.
  public let values: [Float]

  /// Normalises `values`.
  ///
  /// - Returns: nil where they have no direction: empty, all zero, or not finite.
  public init?(model: ModelID, normalizing values: [Float]) {
    let squares = values.reduce(0) { $0 + Double($1) * Double($1) }
    guard squares > 0, squares.isFinite else { return nil }
    // In Double to the end: the factor of a very small or very large vector is no Float, or not a precise one.
    let factor = 1 / squares.squareRoot()
    self.model = model
    self.values = values.map { Float(Double($0) * factor) }
  }

  /// Cosine similarity, −1…1; nil for vectors of different models or lengths.
  public func similarity(to other: Embedding) -> Float? {
    guard model == other.model, values.count == other.values.count else { return nil }
    var sum: Float = 0
    for index in values.indices { sum += values[index] * other.values[index] }
    // Rounding may carry the sum of two like vectors a little over one.
    return max(-1, min(1, sum))
  }
}

/// Turns a face into a vector. Called on compute threads, from several at a time.
public protocol FaceEmbedder: ComponentLifecycle {
  /// What its vectors are.
  var model: EmbeddingModel { get }
  /// The embedding of one face, aligned by its five points.
  func embed(_ face: Face, in image: Image) throws -> Embedding
}
