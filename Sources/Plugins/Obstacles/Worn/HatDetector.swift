import Engine
import Inference

/// Settings of `obstacle.hat`.
struct HatSettings: ComponentSettings {
  var model: String
  var runtime: RuntimeSettings

  init(from reader: inout SettingsReader) {
    model = reader.modelID(default: "face-head")
    runtime = RuntimeSettings(from: &reader)
  }
}

/// Something on the head: hat, cap, hood, scarf (`obstacle.hat`): this project's own network on the head with room above it
/// (docs/obstacles.md).
struct HatDetector: ObstacleDetector {
  static let factory = ComponentFactory<any ObstacleDetector>(
    id: "obstacle.hat", summary: "A hat, cap, hood or scarf, by a small network on the head", settings: HatSettings.self
  ) { settings, context in try HatDetector(settings, context.models.model(settings.model)) }

  let kinds: [Obstacle.Kind] = [.hat]
  private let network: CropNetwork

  init(_ settings: HatSettings, _ card: ModelCard) throws {
    network = try CropNetwork(card, template: .head, outputs: 2, runtime: settings.runtime)
  }

  func obstacles(on face: Face, mesh: FaceMesh?, in image: Image) throws -> [Obstacle] {
    [Obstacle(kind: .hat, confidence: try network.probability(of: face, in: image))]
  }
}
