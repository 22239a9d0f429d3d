import Engine
import Inference

/// One of the small networks of `Training/Obstacles`: a face aligned by its five points in, probabilities out.
///
/// Input: RGB 0…1, pixel by pixel. Output: probabilities, calibrated so that the documented thresholds are right
/// (docs/obstacles.md); the first is the one that the network was made for.
struct CropNetwork {
  private let model: InferenceModel
  private let template: CropTemplate
  private let format: TensorFormat

  /// - Parameter outputs: how many probabilities the network gives.
  init(_ card: ModelCard, template: CropTemplate, outputs: Int, runtime: RuntimeSettings) throws {
    model = try card.load(runtime.options([1, template.height, template.width, 3]))
    guard model.outputShapes.map({ $0.reduce(1, *) }) == [outputs] else {
      throw card.unexpected("its output must be as many probabilities as it was made for: \(outputs)")
    }
    self.template = template
    format = TensorFormat(
      width: template.width, height: template.height, layout: .interleaved, channels: .rgb, scale: 1 / 255)
  }

  /// The first probability, 0…1.
  func probability(of face: Face, in image: Image) throws -> Float {
    let alignment = try template.alignment(of: face)
    return try model.run { tensor in
      try image.warp(alignment, into: tensor, format: format)
    } read: { outputs in
      min(1, max(0, try outputs.floats(0)[0]))
    }
  }
}
