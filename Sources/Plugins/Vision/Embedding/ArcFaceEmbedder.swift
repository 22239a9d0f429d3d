import Engine
import Inference

/// Settings of `face.embedder.arcface`.
struct ArcFaceSettings: ComponentSettings {
  /// The model's id in the catalogue; its vectors carry this name whatever the variant.
  var model: String
  /// `f32`, or `int8` for the catalogue's `<model>-int8`.
  var variant: String
  var runtime: RuntimeSettings

  init(from reader: inout SettingsReader) {
    model = reader.modelID(default: "mfn-512")
    variant = reader.choice("variant", default: "f32", of: ["f32", "int8"])
    runtime = RuntimeSettings(from: &reader)
  }
}

/// Any network of the ArcFace family: 112×112, RGB, −1…1, aligned by five points (`face.embedder.arcface`).
///
/// The model's id is that of the catalogue without the variant: the int8 network of the same weights gives vectors that
/// can be compared with those of the f32 one (docs/models.md has the measured cosines), so that a gallery survives a
/// change of variant.
struct ArcFaceEmbedder: FaceEmbedder {
  static let factory = ComponentFactory<any FaceEmbedder>(
    id: "face.embedder.arcface", summary: "Embeddings by any 112x112 ArcFace network", settings: ArcFaceSettings.self
  ) { settings, context in
    let card = try context.models.model(settings.variant == "f32" ? settings.model : "\(settings.model)-int8")
    return try ArcFaceEmbedder(settings, card)
  }

  let model: EmbeddingModel
  private let network: AlignedNetwork

  init(_ settings: ArcFaceSettings, _ card: ModelCard) throws {
    network = try AlignedNetwork(
      card, template: .arcFace112, scale: 1 / 127.5, offset: -1, runtime: settings.runtime)
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
