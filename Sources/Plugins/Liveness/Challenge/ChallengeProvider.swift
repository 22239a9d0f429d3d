import Engine

/// The component `liveness.challenge`: asks for random actions and watches them being done.
public struct ChallengeProvider: LivenessCheckProvider {
  private let settings: ChallengeSettings

  /// A provider of checks with these settings.
  public init(settings: ChallengeSettings) { self.settings = settings }

  public func makeCheck(seed: UInt64) -> any LivenessCheck { ChallengeCheck(settings: settings, seed: seed) }

  public func measure(_ face: Face, mesh: FaceMesh, in image: Image) throws -> LivenessMeasurement? {
    settings.minimumUnexplained > 0 ? FacePatch.measure(mesh, in: image) : nil
  }
}
