import Engine
import Inference

/// A network that takes one aligned face and gives one vector.
struct AlignedNetwork: Sendable {
  /// Numbers in the vector.
  let dimension: Int
  private let model: InferenceModel
  private let template: FaceTemplate
  private let format: TensorFormat

  /// Compiles `card`; pixels become `pixel × scale + offset`, red first.
  init(_ card: ModelCard, template: FaceTemplate, scale: Float, offset: Float, runtime: RuntimeSettings) throws {
    self.template = template
    model = try card.load(runtime.options([1, 3, template.side, template.side]))
    dimension = model.outputShapes[0].reduce(1, *)
    guard model.outputShapes.count == 1, (16...4096).contains(dimension) else {
      throw card.unexpected("it must have one output, the embedding, of 16 to 4096 numbers")
    }
    format = TensorFormat(
      width: template.side, height: template.side, layout: .planar, channels: .rgb, scale: scale, offset: offset)
  }

  /// The network's numbers for one face, not normalised.
  func vector(of face: Face, in image: Image) throws -> [Float] {
    let alignment = try template.alignment(of: face)
    return try model.run { tensor in
      try image.warp(alignment, into: tensor, format: format)
    } read: { outputs in
      Array(try outputs.floats(0))
    }
  }
}
