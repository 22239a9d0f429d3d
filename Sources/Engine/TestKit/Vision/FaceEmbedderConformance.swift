public import Engine

/// What every face embedder must do, whatever its network.
public enum FaceEmbedderConformance {
  /// A face in a picture and whose it is.
  public struct Sample: Sendable {
    public var name: String
    public var person: String
    public var face: Face
    public var image: Image
    /// A sample; all parameters as the properties of the same names.
    public init(name: String, person: String, face: Face, image: Image) {
      self.name = name
      self.person = person
      self.face = face
      self.image = image
    }
  }

  /// Embeds all samples, twice and at the same time, and compares them.
  ///
  /// - Parameter samples: at least two persons, one of them with two pictures.
  /// - Returns: every broken rule in words; empty where the embedder conforms.
  public static func failures(of embedder: any FaceEmbedder, samples: [Sample]) async -> [String] {
    var failures: [String] = []
    let model = embedder.model
    if model.dimension < 1 { failures.append("a dimension of \(model.dimension)") }
    if model.id.rawValue.isEmpty { failures.append("the model has no id") }
    let rates = model.operatingPoints.map(\.falseMatchRate)
    let thresholds = model.operatingPoints.map(\.threshold)
    if rates != rates.sorted(by: >) || thresholds != thresholds.sorted() {
      failures.append("operating points are not by falling rate and rising threshold")
    }
    var embeddings: [Embedding] = []
    for sample in samples {
      do {
        let embedding = try await onThread { try embedder.embed(sample.face, in: sample.image) }
        failures += broken(embedding, model, sample.name)
        embeddings.append(embedding)
      } catch {
        return failures + ["\(sample.name): \(error)"]
      }
    }
    failures += distances(samples, embeddings)
    let expected = embeddings
    failures += await withTaskGroup(of: [String].self) { group in
      for (index, sample) in samples.enumerated() {
        group.addTask {
          do {
            let again = try await onThread { try embedder.embed(sample.face, in: sample.image) }
            return again == expected[index] ? [] : ["\(sample.name): another vector when run beside others"]
          } catch {
            return ["\(sample.name): \(error) when run beside others"]
          }
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    if embedder.model != model { failures.append("the model changed while it was used") }
    return failures
  }

  private static func broken(_ embedding: Embedding, _ model: EmbeddingModel, _ name: String) -> [String] {
    var failures: [String] = []
    if embedding.model != model.id { failures.append("\(name): a vector of model \(embedding.model)") }
    if embedding.values.count != model.dimension { failures.append("\(name): \(embedding.values.count) numbers") }
    let squares = embedding.values.reduce(0) { $0 + $1 * $1 }
    if !(abs(squares - 1) < 1e-3) { failures.append("\(name): a length of \(squares.squareRoot())") }
    return failures
  }

  /// Every pair of one person is closer than every pair of two.
  private static func distances(_ samples: [Sample], _ embeddings: [Embedding]) -> [String] {
    var same: [Float] = []
    var other: [Float] = []
    for i in samples.indices {
      for j in samples.indices where j > i {
        guard let similarity = embeddings[i].similarity(to: embeddings[j]) else { continue }
        if samples[i].person == samples[j].person { same.append(similarity) } else { other.append(similarity) }
      }
    }
    guard let worst = same.min(), let best = other.max() else {
      return ["the samples must hold two pictures of one person and one of another"]
    }
    return worst > best ? [] : ["two persons are as similar (\(best)) as two pictures of one (\(worst))"]
  }
}
