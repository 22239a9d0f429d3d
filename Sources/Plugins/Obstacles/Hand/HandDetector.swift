import Engine
import Inference

/// Settings of `obstacle.hand`.
struct HandSettings: ComponentSettings {
  /// The first network's model.
  var model: String
  /// The palm detector's model.
  var palmModel: String
  /// The landmark network's model.
  var handModel: String
  /// Palms under this confidence are not looked at closely, 0…1.
  var palmConfidence: Float
  /// Side of the square that is searched, by the longer side of the face's box.
  var margin: Float
  /// By how much the square is turned, degrees, both ways, where it shows no hand upright: the palm detector knows
  /// fingers that point up better than others, and a hand comes to the face from the side; 0 for no further search.
  var turn: Double
  /// Palms are searched only on a face that the first network finds at least this suspicious, 0…1; 0 always searches.
  var suspicion: Float
  var runtime: RuntimeSettings

  init(from reader: inout SettingsReader) {
    model = reader.modelID(default: "face-hand")
    palmModel = reader.modelID("palm_model", default: "palm")
    handModel = reader.modelID("hand_model", default: "hand")
    palmConfidence = Float(reader.number("palm_confidence", default: 0.03, in: 0.01...0.99))
    margin = Float(reader.number("margin", default: 3, in: 1...5))
    turn = reader.number("turn", default: 45, in: 0...90)
    suspicion = Float(reader.number("suspicion", default: 0.003, in: 0...1))
    runtime = RuntimeSettings(from: &reader)
  }
}

/// A hand over the face (`obstacle.hand`): this project's own network on the face, then MediaPipe's palm detector and hand
/// landmarks, and the face's mesh.
///
/// The first network costs next to nothing: a face that it finds plainly bare ends there, and one that it finds plainly
/// covered too. On any other palms are searched, and the more confident of both is believed: the network knows hands that
/// lie flat on the face, where the palm detector sees none.
///
/// The palm detector alone is no judge: it sees palms in lips and collars, and is unsure of a hand that lies on a face.
/// So every faint palm is looked at closely, and the landmark network's presence decides. A hand counts by how much of
/// the face its 21 points enclose: one beside the face is no obstacle.
struct HandDetector: ObstacleDetector {
  static let factory = ComponentFactory<any ObstacleDetector>(
    id: "obstacle.hand",
    summary: "A hand over the face: a small network, then palm detector, hand landmarks and the face mesh",
    settings: HandSettings.self
  ) { settings, context in
    try HandDetector(
      settings, face: context.models.model(settings.model), palm: context.models.model(settings.palmModel),
      hand: context.models.model(settings.handModel))
  }

  /// Palms looked at closely per square, at most.
  private static let candidates = 3
  /// With this confidence nothing further is looked at.
  private static let enough: Float = 0.5
  /// From this share of the face on a hand counts in full.
  private static let fullShare: Float = 0.05

  let kinds: [Obstacle.Kind] = [.hand]
  private let settings: HandSettings
  private let network: CropNetwork
  private let palms: PalmNetwork
  private let hands: HandNetwork

  init(_ settings: HandSettings, face: ModelCard, palm: ModelCard, hand: ModelCard) throws {
    self.settings = settings
    network = try CropNetwork(face, template: .hand, outputs: 1, runtime: settings.runtime)
    palms = try PalmNetwork(palm, runtime: settings.runtime)
    hands = try HandNetwork(hand, runtime: settings.runtime)
  }

  func obstacles(on face: Face, mesh: FaceMesh?, in image: Image) throws -> [Obstacle] {
    var confidence = try network.probability(of: face, in: image)
    if confidence >= settings.suspicion {
      confidence = try searched(from: confidence, on: face, mesh: mesh, in: image)
    }
    return [Obstacle(kind: .hand, confidence: confidence)]
  }

  /// The confidence of the surest hand that a search for palms shows, `least` where none is surer.
  private func searched(from least: Float, on face: Face, mesh: FaceMesh?, in image: Image) throws -> Float {
    let outline = mesh?.outline ?? Self.outline(of: face.box)
    var best = least
    let side = max(face.box.width, face.box.height) * settings.margin
    for angle in settings.turn > 0 ? [0, settings.turn, -settings.turn] : [0] where best < Self.enough {
      let found = try palms.palms(
        in: image, center: face.box.center, side: side, angle: angle * .pi / 180, confidence: settings.palmConfidence)
      for palm in found.prefix(Self.candidates) {
        // A palm whose hand cannot reach far enough into the face to change the answer is not looked at.
        guard let reach = HandNetwork.reach(of: palm), Self.weight(of: reach, over: outline) > best,
          let hand = try hands.hand(of: palm, in: image)
        else { continue }
        best = max(best, Self.confidence(of: hand, over: outline))
      }
    }
    return best
  }

  /// The presence to the power of 3/2, so that the documented threshold of 0.3 lies at a presence of 0.45, over nearly
  /// everything that bare faces get (docs/obstacles.md); less where the hand takes little of the face.
  static func confidence(of hand: Hand, over outline: ConvexPolygon) -> Float {
    hand.presence * hand.presence.squareRoot() * weight(of: ConvexPolygon(hullOf: hand.points), over: outline)
  }

  /// How much a hand counts that takes this part of the picture, 0…1.
  private static func weight(of part: ConvexPolygon, over outline: ConvexPolygon) -> Float {
    let area = outline.area
    guard area > 0, area.isFinite else { return 0 }
    let share = part.intersection(with: outline).area / area
    return share.isFinite ? min(1, share / fullShare) : 0
  }

  private static func outline(of box: Rect) -> ConvexPolygon {
    ConvexPolygon(hullOf: [
      Point(x: box.x, y: box.y), Point(x: box.maxX, y: box.y), Point(x: box.maxX, y: box.maxY),
      Point(x: box.x, y: box.maxY),
    ])
  }
}
