import Engine
import Inference

/// One network of Silent-Face-Anti-Spoofing (Minivision 2020): tells a live face from a picture of one by its texture
/// and its surroundings.
///
/// Input: a crop around the face's box, 80×80 BGR 0…255. Output: probabilities of three classes; the middle one is
/// live, the others are kinds of pictures. The crop is sampled bilinearly even where it shrinks, as in training: what
/// aliases then, a screen's raster for one, is part of what the network knows pictures by.
struct MiniFASNet: Sendable {
  private static let side = 80
  private static let liveClass = 1
  private let scale: Double
  private let model: InferenceModel
  private let format: TensorFormat

  /// Compiles `card`.
  ///
  /// - Parameter scale: side of the crop by that of the box, as the network was trained.
  init(_ card: ModelCard, scale: Double, runtime: RuntimeSettings) throws {
    self.scale = scale
    model = try card.load(runtime.options([1, 3, Self.side, Self.side]))
    guard model.outputShapes.count == 1, model.outputShapes[0].reduce(1, *) == 3 else {
      throw card.unexpected("it must have one output, the probabilities of three classes")
    }
    format = TensorFormat(width: Self.side, height: Self.side, layout: .planar, channels: .bgr)
  }

  /// The probability of a live face, 0…1; nil where the box lies outside the image.
  func liveProbability(of face: Face, in image: Image) throws -> Float? {
    guard let crop = ContextCrop(around: face.box, scale: scale, width: image.width, height: image.height) else {
      return nil
    }
    return try model.run { tensor in
      try image.warp(crop.transform(to: Self.side), into: tensor, format: format)
    } read: { outputs in
      try outputs.floats(0)[Self.liveClass]
    }
  }
}
