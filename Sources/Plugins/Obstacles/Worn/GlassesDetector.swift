import Engine
import Inference

/// Settings of `obstacle.glasses`.
struct GlassesSettings: ComponentSettings {
  var model: String
  var runtime: RuntimeSettings

  init(from reader: inout SettingsReader) {
    model = reader.modelID(default: "face-eyes")
    runtime = RuntimeSettings(from: &reader)
  }
}

/// Glasses, clear or dark (`obstacle.glasses`): this project's own network on a strip over the eyes (docs/obstacles.md).
struct GlassesDetector: ObstacleDetector {
  static let factory = ComponentFactory<any ObstacleDetector>(
    id: "obstacle.glasses", summary: "Glasses, clear or dark, by a small network on the eyes",
    settings: GlassesSettings.self
  ) { settings, context in try GlassesDetector(settings, context.models.model(settings.model)) }

  let kinds: [Obstacle.Kind] = [.glasses]
  private let network: CropNetwork

  init(_ settings: GlassesSettings, _ card: ModelCard) throws {
    network = try CropNetwork(card, template: .eyes, outputs: 2, runtime: settings.runtime)
  }

  func obstacles(on face: Face, mesh: FaceMesh?, in image: Image) throws -> [Obstacle] {
    [Obstacle(kind: .glasses, confidence: try network.probability(of: face, in: image))]
  }
}
