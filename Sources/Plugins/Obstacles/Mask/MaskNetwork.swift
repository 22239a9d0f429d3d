import Engine
import Inference

/// AIZOO's mask detector (FaceMaskDetection): finds faces and says whether each wears a mask.
///
/// Input: RGB 0…1. Outputs: four numbers per anchor that move it, and its probabilities of a masked and of a bare face.
struct MaskNetwork {
  private let model: InferenceModel
  private let format: TensorFormat
  private let anchors: MaskAnchors
  private let margin: Float
  private let boxes: Int
  private let classes: Int
  /// Anchors that are less sure of either class are left out: most see no face at all.
  private static let leastScore: Float = 0.05
  /// Overlap (intersection over union) from which a detection is the face that was asked about.
  private static let leastOverlap: Float = 0.3

  /// - Parameters:
  ///   - side: of the input, pixels.
  ///   - margin: side of the square that is looked at, by the longer side of the face's box.
  init(_ card: ModelCard, side: Int, margin: Float, runtime: RuntimeSettings) throws {
    model = try card.load(runtime.options([1, side, side, 3]))
    anchors = MaskAnchors(side: side)
    let count = anchors.boxes.count
    let sizes = model.outputShapes.map { $0.reduce(1, *) }
    guard let boxes = sizes.firstIndex(of: count * 4), let classes = sizes.firstIndex(of: count * 2) else {
      throw card.unexpected("its outputs are not those of AIZOO's detector for an input of \(side) pixels")
    }
    self.boxes = boxes
    self.classes = classes
    self.margin = margin
    format = TensorFormat(width: side, height: side, layout: .interleaved, channels: .rgb, scale: 1 / 255)
  }

  /// The best probability, 0…1, that a detection on this face is a masked one; 0 where none lies on it.
  func probability(of box: Rect, in image: Image) throws -> Float {
    guard let crop = SquareCrop(around: box, margin: margin, pixels: format.width) else {
      throw ComponentError.failed("the face has no usable box")
    }
    let scale = Float(format.width) / (max(box.width, box.height) * margin)
    let middle = Float(format.width) / 2
    let face = Rect(
      x: middle - box.width * scale / 2, y: middle - box.height * scale / 2, width: box.width * scale,
      height: box.height * scale)
    return try model.run { tensor in
      try image.warp(crop.toInput, into: tensor, format: format)
    } read: { outputs in
      let numbers = try outputs.floats(boxes)
      let scores = try outputs.floats(classes)
      var best: Float = 0
      for index in anchors.boxes.indices where scores[index * 2] > max(best, Self.leastScore) {
        if anchors.box(index, moved: numbers).overlap(with: face) >= Self.leastOverlap { best = scores[index * 2] }
      }
      return min(1, best)
    }
  }
}
