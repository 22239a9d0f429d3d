import Engine
import Foundation

extension EmbeddingModel {
  /// The model of `Embedding.at`, calibrated so that the threshold of a verification is 0.5.
  static let directions = EmbeddingModel(
    id: ModelID("directions"), dimension: 2,
    operatingPoints: [
      OperatingPoint(falseMatchRate: 0.01, threshold: 0.5), OperatingPoint(falseMatchRate: 0.0001, threshold: 0.7),
    ])
}

extension Embedding {
  /// A face as a direction: the similarity of two is the cosine of the angle between them.
  static func at(_ degrees: Double, model: ModelID = EmbeddingModel.directions.id) -> Embedding {
    let angle = degrees * .pi / 180
    guard let face = Embedding(model: model, normalizing: [Float(cos(angle)), Float(sin(angle))]) else {
      preconditionFailure("a sine and a cosine are never both zero")
    }
    return face
  }
}
