import Engine
import Inference

/// One of the small networks of `Training/Obstacles`: a face aligned by its five points in, a probability out.
struct CropNetwork {
  private let model: InferenceModel
  private let template: CropTemplate
  private let format: TensorFormat

  init(_ card: ModelCard, template: CropTemplate, runtime: RuntimeSettings) throws {
    model = try card.load(runtime.options([1, template.height, template.width, 3]))
    guard model.outputShapes.map({ $0.reduce(1, *) }) == [1] else {
      throw card.unexpected("it must have one output, a probability")
    }
    self.template = template
    format = TensorFormat(
      width: template.width, height: template.height, layout: .interleaved, channels: .rgb, scale: 1 / 255)
  }

  /// The network's probability, 0…1.
  func probability(of face: Face, in image: Image) throws -> Float {
    let alignment = try template.alignment(of: face)
    return try model.run { tensor in
      try image.warp(alignment, into: tensor, format: format)
    } read: { outputs in
      min(1, max(0, try outputs.floats(0)[0]))
    }
  }
}
