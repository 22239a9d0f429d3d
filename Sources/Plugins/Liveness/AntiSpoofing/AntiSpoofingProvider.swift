import Engine

/// Passive anti-spoofing (`liveness.anti_spoofing`): the MiniFASNet pair of Silent-Face-Anti-Spoofing over several
/// frames.
///
/// A measurement holds two numbers: the probability of a live face by the network that sees 2.7 times the face's box,
/// and by the one that sees 4 times the box.
struct AntiSpoofingProvider: LivenessCheckProvider {
  static let factory = ComponentFactory<any LivenessCheckProvider>(
    id: "liveness.anti_spoofing", summary: "Tells live faces from pictures by two networks over several frames",
    settings: AntiSpoofingSettings.self
  ) { settings, context in
    try AntiSpoofingProvider(
      settings, near: context.models.model(settings.nearModel), wide: context.models.model(settings.wideModel))
  }

  private let settings: AntiSpoofingSettings
  private let near: MiniFASNet
  private let wide: MiniFASNet

  init(_ settings: AntiSpoofingSettings, near: ModelCard, wide: ModelCard) throws {
    self.settings = settings
    self.near = try MiniFASNet(near, scale: 2.7, runtime: settings.runtime)
    self.wide = try MiniFASNet(wide, scale: 4, runtime: settings.runtime)
  }

  func makeCheck(seed: UInt64) -> any LivenessCheck { AntiSpoofingCheck(settings: settings.decision) }

  func measure(_ face: Face, mesh: FaceMesh, in image: Image) throws -> LivenessMeasurement? {
    guard min(face.box.width, face.box.height) >= Float(settings.minimumFace),
      let near = try near.liveProbability(of: face, in: image),
      let wide = try wide.liveProbability(of: face, in: image)
    else { return nil }
    return LivenessMeasurement([near, wide])
  }
}
