import Engine
import Inference

/// Settings of `face.embedder.dlib`.
struct DlibSettings: ComponentSettings {
  var model: String
  /// Takes the mean direction out of every vector; without it all faces are alike (cosines of strangers around .83).
  var centred: Bool
  var runtime: RuntimeSettings

  init(from reader: inout SettingsReader) {
    model = reader.modelID(default: "dlib-128")
    centred = reader.boolean("centred", default: true)
    runtime = RuntimeSettings(from: &reader)
  }
}

/// dlib's face recognition network (King 2017), 128 numbers, from a package registry alone (`face.embedder.dlib`).
///
/// Input: 150×150 RGB 0…255; the network subtracts its own mean colour. Its vectors were trained for Euclidean distance
/// and all point roughly one way; with that mean direction taken out, the cosine of strangers is near zero and cosine
/// thresholds work. Vectors that are not centred carry another model id, because they cannot be compared with the others.
struct DlibEmbedder: FaceEmbedder {
  static let factory = ComponentFactory<any FaceEmbedder>(
    id: "face.embedder.dlib", summary: "Embeddings by dlib's network, from package registries",
    settings: DlibSettings.self
  ) { settings, context in try DlibEmbedder(settings, context.models.model(settings.model)) }

  let model: EmbeddingModel
  private let network: AlignedNetwork
  private let centred: Bool

  init(_ settings: DlibSettings, _ card: ModelCard) throws {
    centred = settings.centred
    network = try AlignedNetwork(card, template: .dlib150, scale: 1, offset: 0, runtime: settings.runtime)
    if centred, network.dimension != DlibMeanDirection.values.count {
      throw card.unexpected("its vectors have \(network.dimension) numbers; set `centred: false` for another network")
    }
    // The catalogue's points are those of centred vectors.
    model = EmbeddingModel(
      id: ModelID(centred ? settings.model : "\(settings.model)-raw"), dimension: network.dimension,
      operatingPoints: centred ? card.operatingPoints : [])
  }

  func embed(_ face: Face, in image: Image) throws -> Embedding {
    let raw = try network.vector(of: face, in: image)
    guard let direction = Embedding(model: model.id, normalizing: raw),
      let embedding = centred
        ? Embedding(model: model.id, normalizing: zip(direction.values, DlibMeanDirection.values).map { $0 - $1 })
        : direction
    else {
      throw ComponentError.failed("model \(model.id) gave a vector without direction")
    }
    return embedding
  }
}
