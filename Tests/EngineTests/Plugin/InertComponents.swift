import Engine

/// Components that do nothing, one of each kind: only their ids matter.
struct InertComponent: ImageDecoder, FaceDetector, FaceLandmarker, FaceEmbedder, QualityAssessor,
  LivenessCheckProvider, ObstacleDetector, VectorStore
{
  let model = EmbeddingModel(id: ModelID("inert"), dimension: 1, operatingPoints: [])
  let guarantee = SearchGuarantee.exact

  func decode(_ bytes: UnsafeRawBufferPointer, limits: ImageLimits) throws(ImageError) -> Image { throw .empty }
  func detect(in image: Image) -> [Face] { [] }
  func mesh(of face: Face, in image: Image) -> FaceMesh { .open }
  func embed(_ face: Face, in image: Image) -> Embedding { .along(0) }
  func assess(_ face: Face, mesh: FaceMesh?, in image: Image) -> Quality { Quality(score: 0) }
  func makeCheck(seed: UInt64) -> any LivenessCheck { FrameCountingCheck() }
  func obstacles(on face: Face, mesh: FaceMesh?, in image: Image) -> [Obstacle] { [] }
  func add(_ faces: [FaceRecord], to gallery: GalleryID) {}
  func remove(_ ids: [FaceID], from gallery: GalleryID) -> Int { 0 }
  func removeAll(from gallery: GalleryID) {}
  func count(in gallery: GalleryID) -> Int { 0 }
  func search(_ probe: Embedding, in gallery: GalleryID, limit: Int) -> [FaceMatch] { [] }
  func faces(of person: PersonID, in gallery: GalleryID) -> [FaceRecord] { [] }
  func faces(after id: FaceID?, limit: Int, in gallery: GalleryID) -> [FaceRecord] { [] }
}

/// A plugin that offers face detectors with these ids.
struct DetectorPlugin: Plugin {
  let manifest: PluginManifest
  let components: [Component]

  init(_ name: String, _ ids: String...) {
    manifest = PluginManifest(id: name, version: "1.0.0", summary: "")
    components = ids.map { id in
      .faceDetector(
        ComponentFactory(id: id, summary: "summary of \(id)", settings: NoSettings.self) { _, _ in InertComponent() })
    }
  }
}

/// A locator that knows no models.
struct NoModels: ModelLocator {
  func model(_ id: String) throws -> ModelCard { throw ComponentError.model("there are no models here") }
}

extension ComponentContext {
  /// For components that look at none of it.
  static let nowhere = ComponentContext(directory: "/nonexistent", models: NoModels(), log: SilentLog())
}
