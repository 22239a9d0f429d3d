import Engine
import Inference
import Synchronization

/// One detector network compiled for a few shapes, so that a wide frame does not pay for the black bars of a square.
///
/// The shapes have the same longer side; the shorter is that of a square, a 4:3 or a 16:9 picture, lying or upright,
/// rounded up to the network's coarsest stride. A shape is compiled when the first image needs it, which takes some
/// hundred milliseconds once; the lying 4:3 of most cameras is compiled at the start.
final class FittedInputs: Sendable {
  /// One compiled shape.
  struct Entry: Sendable {
    var format: TensorFormat
    var model: InferenceModel
  }

  private let card: ModelCard
  private let runtime: RuntimeSettings
  private let side: Int
  /// By rising area.
  private let formats: [TensorFormat]
  /// In the order of `formats`.
  private let compiled: Mutex<[InferenceModel?]>

  /// - Parameters:
  ///   - side: the longer side, a multiple of `stride`.
  ///   - eager: compiles the most common shape at once and checks it.
  ///   - check: says what is wrong with a compiled model, if anything.
  init(
    _ card: ModelCard, side: Int, stride: Int, channels: TensorFormat.Channels, runtime: RuntimeSettings,
    eager: Bool = true, check: (InferenceModel) -> String?
  ) throws {
    self.card = card
    self.runtime = runtime
    self.side = side
    let short = [side, side * 3 / 4, side * 9 / 16].map { ($0 + stride - 1) / stride * stride }
    let shapes = Set(short.flatMap { [[side, $0], [$0, side]] })
    let formats = shapes.map { TensorFormat(width: $0[0], height: $0[1], layout: .planar, channels: channels) }
      .sorted { ($0.count, $0.width) < ($1.count, $1.width) }
    self.formats = formats
    compiled = Mutex(Array(repeating: nil, count: formats.count))
    guard eager else { return }
    let entry = try best(width: 4, height: 3)
    if let problem = check(entry.model) { throw card.unexpected(problem) }
  }

  /// The smallest shape that holds the image, its longer side scaled to the network's.
  func best(for image: Image) throws -> Entry { try best(width: image.width, height: image.height) }

  private func best(width: Int, height: Int) throws -> Entry {
    let scale = Float(side) / Float(max(width, height))
    let wanted = (width: Int((Float(width) * scale).rounded()), height: Int((Float(height) * scale).rounded()))
    let index =
      formats.firstIndex { $0.width >= wanted.width && $0.height >= wanted.height } ?? formats.count - 1
    let format = formats[index]
    // Under the lock: two frames of a new shape must not both compile it.
    let model = try compiled.withLock { models in
      if let model = models[index] { return model }
      let model = try card.load(runtime.options([1, 3, format.height, format.width]))
      models[index] = model
      return model
    }
    return Entry(format: format, model: model)
  }
}
