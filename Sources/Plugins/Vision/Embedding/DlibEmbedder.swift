import Engine
import Inference

/// Settings of `face.embedder.dlib`.
struct DlibSettings: ComponentSettings {
  var model: String
  var runtime: RuntimeSettings

  init(from reader: inout SettingsReader) {
    model = reader.modelID(default: "dlib-128")
    runtime = RuntimeSettings(from: &reader)
  }
}

/// dlib's face recognition network (King 2017), 128 numbers, from a package registry alone (`face.embedder.dlib`).
///
/// Input: 150×150 RGB 0…255; the network subtracts its own mean colour.
struct DlibEmbedder: FaceEmbedder {
  static let factory = ComponentFactory<any FaceEmbedder>(
    id: "face.embedder.dlib", summary: "Embeddings by dlib's network, from package registries",
    settings: DlibSettings.self
  ) { settings, context in try DlibEmbedder(settings, context.models.model(settings.model)) }

  let model: EmbeddingModel
  private let network: AlignedNetwork

  init(_ settings: DlibSettings, _ card: ModelCard) throws {
    network = try AlignedNetwork(card, template: .dlib150, scale: 1, offset: 0, runtime: settings.runtime)
    model = EmbeddingModel(
      id: ModelID(settings.model), dimension: network.dimension, operatingPoints: card.operatingPoints)
  }

  func embed(_ face: Face, in image: Image) throws -> Embedding {
    guard let embedding = Embedding(model: model.id, normalizing: try network.vector(of: face, in: image)) else {
      throw ComponentError.failed("model \(model.id) gave a vector without direction")
    }
    return embedding
  }
}
