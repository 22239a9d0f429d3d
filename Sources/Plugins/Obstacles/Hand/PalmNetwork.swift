import Engine
import Glibc
import Inference

/// A palm: where it is and how it points, pixels of the image.
struct Palm {
  /// 0…1.
  var confidence: Float
  /// Its sides are those of the box in the square that was searched, also where that was turned.
  var box: Rect
  var wrist: Point
  /// The knuckle of the middle finger.
  var knuckle: Point
}

/// MediaPipe's palm detector (Zhang et al., "MediaPipe Hands: On-device real-time hand tracking", 2020).
///
/// Input: 192×192 RGB 0…1. Outputs per anchor: middle, width and height of a box and seven points, relative to the
/// anchor's middle in pixels of the input, and a logit. Anchors: two in each of 24×24 cells, six in each of 12×12.
struct PalmNetwork {
  private static let side = 192
  private static let numbersPerAnchor = 18
  /// Overlap (intersection over union) over which the less confident palm is dropped (MediaPipe's value).
  private static let overlap: Float = 0.3

  private let model: InferenceModel
  private let format = TensorFormat(
    width: side, height: side, layout: .interleaved, channels: .rgb, scale: 1 / 255)
  private let middles: [Point]
  private let numbers: Int
  private let scores: Int

  init(_ card: ModelCard, runtime: RuntimeSettings) throws {
    model = try card.load(runtime.options([1, Self.side, Self.side, 3]))
    middles = Self.anchorMiddles()
    let sizes = model.outputShapes.map { $0.reduce(1, *) }
    guard let numbers = sizes.firstIndex(of: middles.count * Self.numbersPerAnchor),
      let scores = sizes.firstIndex(of: middles.count)
    else { throw card.unexpected("its outputs are not those of MediaPipe's palm detector") }
    self.numbers = numbers
    self.scores = scores
  }

  /// Palms in a square of the image, most confident first.
  ///
  /// - Parameters:
  ///   - side: of the square, pixels.
  ///   - angle: by how much it is turned clockwise as seen in the image, radians.
  ///   - confidence: of a palm, at least; over 0 and under 1.
  func palms(in image: Image, center: Point, side: Float, angle: Double, confidence: Float) throws -> [Palm] {
    guard let crop = SquareCrop(center: center, side: side, angle: angle, pixels: Self.side) else {
      throw ComponentError.failed("the face has no usable box")
    }
    // The logit of the least confidence: the exponential is taken for the few that pass.
    let least = logf(confidence / (1 - confidence))
    return try model.run { tensor in
      try image.warp(crop.toInput, into: tensor, format: format)
    } read: { outputs in
      let numbers = try outputs.floats(numbers)
      let logits = try outputs.floats(scores)
      let found = logits.indices.filter { logits[$0] > least }.sorted { logits[$0] > logits[$1] }
      var kept: [Palm] = []
      for index in found {
        let palm = self.palm(
          index, numbers, confidence: 1 / (1 + expf(-logits[index])), crop.toImage)
        if !kept.contains(where: { $0.box.overlap(with: palm.box) > Self.overlap }) { kept.append(palm) }
      }
      return kept
    }
  }

  private func palm(
    _ index: Int, _ numbers: UnsafeBufferPointer<Float>, confidence: Float, _ toImage: AffineTransform
  ) -> Palm {
    let start = index * Self.numbersPerAnchor
    func point(_ offset: Int) -> Point {
      toImage.apply(
        Point(x: numbers[start + offset] + middles[index].x, y: numbers[start + offset + 1] + middles[index].y))
    }
    let middle = point(0)
    let scale = Float((toImage.a * toImage.a + toImage.c * toImage.c).squareRoot())
    let (width, height) = (numbers[start + 2] * scale, numbers[start + 3] * scale)
    return Palm(
      confidence: confidence,
      box: Rect(x: middle.x - width / 2, y: middle.y - height / 2, width: width, height: height),
      wrist: point(4), knuckle: point(8))
  }

  static func anchorMiddles() -> [Point] {
    [(cells: 24, each: 2), (cells: 12, each: 6)].flatMap { level in
      (0..<(level.cells * level.cells)).flatMap { cell in
        let step = Float(side) / Float(level.cells)
        let middle = Point(x: (Float(cell % level.cells) + 0.5) * step, y: (Float(cell / level.cells) + 0.5) * step)
        return Array(repeating: middle, count: level.each)
      }
    }
  }
}
