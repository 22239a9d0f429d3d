/// The liveness checks of a session's tenant, by component id.
public struct LivenessCheckSet: Sendable {
  /// In the configured order; ids are unique.
  public let providers: [(id: String, provider: any LivenessCheckProvider)]

  /// A set of these checks.
  public init(_ providers: [(id: String, provider: any LivenessCheckProvider)]) { self.providers = providers }

  /// Fresh checks for one session.
  ///
  /// - Parameter seed: as in `LivenessCheckProvider.makeCheck(seed:)`; each check gets one of its own that follows from it.
  public func makeChecks(seed: UInt64) -> [(id: String, check: any LivenessCheck)] {
    providers.enumerated().map { index, entry in
      // Another odd multiple for each, so that two checks never draw the same numbers.
      (entry.id, entry.provider.makeCheck(seed: seed &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15))
    }
  }

  /// Measures a frame's pixels for the checks named. Computes; call it on a compute thread.
  ///
  /// - Returns: nothing for a frame without a mesh, or for checks that need no pixels.
  public func measure(_ frame: FrameObservation, for wanted: Set<String>) throws -> [String: LivenessMeasurement] {
    guard !wanted.isEmpty, let image = frame.image, let face = frame.face, let mesh = face.mesh else { return [:] }
    var measured: [String: LivenessMeasurement] = [:]
    for (id, provider) in providers where wanted.contains(id) {
      measured[id] = try provider.measure(face.face, mesh: mesh, in: image)
    }
    return measured
  }
}
