import Engine

/// Texture of the face (`liveness.texture`): local binary patterns and the spectrum, judged by a linear model.
///
/// A measurement holds one number: the model's log-odds of a live face. The model (`TextureModel`) is logistic
/// regression, trained by `scripts/train-texture`; docs/liveness.md says on what, and how well it does.
struct TextureProvider: LivenessCheckProvider {
  static let factory = ComponentFactory<any LivenessCheckProvider>(
    id: "liveness.texture", summary: "Judges the face's texture and spectrum by a small linear model",
    settings: TextureSettings.self
  ) { settings, _ in TextureProvider(settings) }

  private let settings: TextureSettings

  init(_ settings: TextureSettings) { self.settings = settings }

  func makeCheck(seed: UInt64) -> any LivenessCheck { TextureCheck(settings: settings.decision) }

  func measure(_ face: Face, mesh: FaceMesh, in image: Image) throws -> LivenessMeasurement? {
    guard min(face.box.width, face.box.height) >= Float(settings.minimumFace),
      let features = try TextureFeatures(of: face, in: image)
    else { return nil }
    return LivenessMeasurement([TextureModel.logOdds(of: features)])
  }
}
