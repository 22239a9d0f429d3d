import Engine
import Glibc
import Inference

/// A hand that the landmark network looked at.
struct Hand {
  /// How sure the network is that a hand is there, 0…1.
  var presence: Float
  /// 21 points, pixels of the image.
  var points: [Point]
}

/// MediaPipe's hand landmarks, lite (Zhang et al., 2020).
///
/// Input: 224×224 RGB 0…1 around a palm, turned until the middle finger points up. Outputs, in this order: 21 × (x, y, z)
/// in pixels of the input, presence, which hand it is, and the points in metres.
struct HandNetwork {
  private static let side = 224
  private static let pointCount = 21
  /// The square is 2.6 palms wide and lies half a palm towards the fingers (MediaPipe's values).
  private static let widening: Float = 2.6
  private static let shift: Float = 0.5

  private let model: InferenceModel
  private let format = TensorFormat(
    width: side, height: side, layout: .interleaved, channels: .rgb, scale: 1 / 255)
  private let points: Int
  private let presence: Int

  init(_ card: ModelCard, runtime: RuntimeSettings) throws {
    model = try card.load(runtime.options([1, Self.side, Self.side, 3]))
    let sizes = model.outputShapes.map { $0.reduce(1, *) }
    // Presence comes before the hand's side, which has the same shape.
    guard let points = sizes.firstIndex(of: Self.pointCount * 3), let presence = sizes.firstIndex(of: 1) else {
      throw card.unexpected("its outputs are not those of MediaPipe's hand landmarks")
    }
    self.points = points
    self.presence = presence
  }

  /// Looks closely at a palm; nil where its box is none.
  func hand(of palm: Palm, in image: Image) throws -> Hand? {
    guard let crop = Self.crop(of: palm) else { return nil }
    return try model.run { tensor in
      try image.warp(crop.toInput, into: tensor, format: format)
    } read: { outputs in
      let numbers = try outputs.floats(points)
      let found = (0..<Self.pointCount).map { crop.toImage.apply(Point(x: numbers[$0 * 3], y: numbers[$0 * 3 + 1])) }
      return Hand(presence: min(1, max(0, try outputs.floats(presence)[0])), points: found)
    }
  }

  /// The part of the picture that the network would see of a palm: its hand's points lie inside; nil where the palm's box
  /// is none.
  static func reach(of palm: Palm) -> ConvexPolygon? {
    guard let crop = crop(of: palm) else { return nil }
    let far = Float(side)
    let corners = [Point(x: 0, y: 0), Point(x: far, y: 0), Point(x: far, y: far), Point(x: 0, y: far)]
    return ConvexPolygon(hullOf: corners.map(crop.toImage.apply))
  }

  static func crop(of palm: Palm) -> SquareCrop? {
    // Zero where the knuckle is straight above the wrist.
    let angle = atan2(Double(palm.knuckle.x - palm.wrist.x), Double(palm.wrist.y - palm.knuckle.y))
    let size = max(palm.box.width, palm.box.height)
    let center = Point(
      x: palm.box.center.x + Float(sin(angle)) * size * shift,
      y: palm.box.center.y - Float(cos(angle)) * size * shift)
    return SquareCrop(center: center, side: size * widening, angle: angle, pixels: side)
  }
}
