import Engine
import Inference

/// Settings of `obstacle.mask`.
struct MaskSettings: ComponentSettings {
  var model: String
  /// Side of the network's input, pixels. The network was trained at 260; at 130 it costs a quarter.
  var inputSize: Int
  /// Side of the square that is looked at, by the longer side of the face's box.
  var margin: Float
  /// The network runs only on a face whose lower half is at least this suspicious, 0…1; 0 always runs it.
  var suspicion: Float
  var runtime: RuntimeSettings

  init(from reader: inout SettingsReader) {
    model = reader.modelID(default: "mask")
    inputSize = reader.integer("input_size", default: 130, in: 128...260)
    margin = Float(reader.number("margin", default: 1.4, in: 1...3))
    suspicion = Float(reader.number("suspicion", default: 0.02, in: 0...1))
    runtime = RuntimeSettings(from: &reader)
  }
}

/// A mask over nose and mouth (`obstacle.mask`): AIZOO's network, confirmed by the colours of the lower face.
///
/// The colours are looked at first (`LowerFace`), which costs next to nothing: a face whose cheeks, lips and nostrils are
/// plainly bare is not shown to the network at all. Elsewhere both must agree: the confidence is the geometric mean of
/// the network's and of the colours', so that neither a beard nor one network's whim rejects a frame.
struct MaskDetector: ObstacleDetector {
  static let factory = ComponentFactory<any ObstacleDetector>(
    id: "obstacle.mask", summary: "A mask over nose and mouth: AIZOO's network, confirmed by the face mesh",
    settings: MaskSettings.self
  ) { settings, context in try MaskDetector(settings, context.models.model(settings.model)) }

  let kinds: [Obstacle.Kind] = [.mask]
  private let network: MaskNetwork
  private let suspicion: Float

  init(_ settings: MaskSettings, _ card: ModelCard) throws {
    suspicion = settings.suspicion
    network = try MaskNetwork(
      card, side: settings.inputSize, margin: settings.margin, runtime: settings.runtime)
  }

  func obstacles(on face: Face, mesh: FaceMesh?, in image: Image) throws -> [Obstacle] {
    guard let mesh, let lower = LowerFace(mesh: mesh, in: image) else {
      return [Obstacle(kind: .mask, confidence: try network.probability(of: face.box, in: image))]
    }
    let colours = lower.maskConfidence
    guard colours >= suspicion else { return [Obstacle(kind: .mask, confidence: colours)] }
    let seen = try network.probability(of: face.box, in: image)
    return [Obstacle(kind: .mask, confidence: (seen * colours).squareRoot())]
  }
}
