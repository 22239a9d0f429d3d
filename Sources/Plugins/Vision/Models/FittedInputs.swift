import Engine
import Inference

/// One detector network compiled for a few shapes, so that a wide frame does not pay for the black bars of a square.
///
/// The shapes have the same longer side; the shorter is that of a square, a 4:3 or a 16:9 picture, lying or upright,
/// rounded up to the network's coarsest stride.
struct FittedInputs: Sendable {
  /// One compiled shape.
  struct Entry: Sendable {
    var format: TensorFormat
    var model: InferenceModel
  }

  /// By rising area.
  private let entries: [Entry]

  /// Compiles `card` for every shape.
  ///
  /// - Parameters:
  ///   - side: the longer side, a multiple of `stride`.
  ///   - check: says what is wrong with a compiled model, if anything.
  init(
    _ card: ModelCard, side: Int, stride: Int, channels: TensorFormat.Channels, runtime: RuntimeSettings,
    check: (InferenceModel) -> String?
  ) throws {
    let short = [side, side * 3 / 4, side * 9 / 16].map { ($0 + stride - 1) / stride * stride }
    let shapes = Set(short.flatMap { [[$0, side], [side, $0]] })
    entries = try shapes.sorted { ($0[0] * $0[1], $0[0]) < ($1[0] * $1[1], $1[0]) }.map { shape in
      let model = try card.load(runtime.options([1, 3, shape[0], shape[1]]))
      if let problem = check(model) { throw card.unexpected(problem) }
      return Entry(
        format: TensorFormat(width: shape[1], height: shape[0], layout: .planar, channels: channels), model: model)
    }
  }

  /// The smallest shape that holds the image at full scale.
  func best(for image: Image) -> Entry {
    let side = entries[entries.count - 1].format.width
    let scale = Float(side) / Float(max(image.width, image.height))
    let width = Int((Float(image.width) * scale).rounded())
    let height = Int((Float(image.height) * scale).rounded())
    return entries.first { $0.format.width >= width && $0.format.height >= height } ?? entries[entries.count - 1]
  }
}
