/// One thing a plugin offers, by its kind.
///
/// Ids are dotted, lower case, namespaced by kind: `face.detector.yunet`, `store.faiss`, `liveness.blink`.
public enum Component: Sendable {
  /// Bytes of an encoded picture → pixels (`image.decoder.*`).
  case imageDecoder(ComponentFactory<any ImageDecoder>)
  /// Pixels → faces (`face.detector.*`).
  case faceDetector(ComponentFactory<any FaceDetector>)
  /// A face → its mesh (`face.landmarker.*`).
  case faceLandmarker(ComponentFactory<any FaceLandmarker>)
  /// A face → its embedding (`face.embedder.*`).
  case faceEmbedder(ComponentFactory<any FaceEmbedder>)
  /// A face → how well it can be recognised (`face.quality.*`).
  case qualityAssessor(ComponentFactory<any QualityAssessor>)
  /// Evidence that the face is alive (`liveness.*`).
  case livenessCheck(ComponentFactory<any LivenessCheckProvider>)
  /// Things that cover the face (`obstacle.*`).
  case obstacleDetector(ComponentFactory<any ObstacleDetector>)
  /// Galleries of embeddings (`store.*`).
  case vectorStore(ComponentFactory<any VectorStore>)

  /// The component's id.
  public var id: String {
    switch self {
    case .imageDecoder(let factory): factory.id
    case .faceDetector(let factory): factory.id
    case .faceLandmarker(let factory): factory.id
    case .faceEmbedder(let factory): factory.id
    case .qualityAssessor(let factory): factory.id
    case .livenessCheck(let factory): factory.id
    case .obstacleDetector(let factory): factory.id
    case .vectorStore(let factory): factory.id
    }
  }

  /// One line for people.
  public var summary: String {
    switch self {
    case .imageDecoder(let factory): factory.summary
    case .faceDetector(let factory): factory.summary
    case .faceLandmarker(let factory): factory.summary
    case .faceEmbedder(let factory): factory.summary
    case .qualityAssessor(let factory): factory.summary
    case .livenessCheck(let factory): factory.summary
    case .obstacleDetector(let factory): factory.summary
    case .vectorStore(let factory): factory.summary
    }
  }
}
