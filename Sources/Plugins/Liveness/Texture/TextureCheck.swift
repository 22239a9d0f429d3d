import Engine

/// One session's texture check: what a linear model says of its frames, taken together.
struct TextureCheck: LivenessCheck {
  /// The verdict's defaults: never `spoof`, as cameras that the model has not seen can look like prints to it.
  static let defaults = DecisionSettings(minimumFrames: 5, liveScore: 0.8, spoofScore: 0)
  /// Log-odds of a frame are cut here, 0.82: the carphone clip, of a source that the model was not trained on, has
  /// frames at -3.7.
  private static let mostLogOdds: Float = 1.5
  private let minimumPresence: Float
  private var scores: FrameScores

  /// A check that has seen nothing.
  init(settings: DecisionSettings) {
    minimumPresence = Float(settings.minimumPresence)
    scores = FrameScores(settings: settings)
  }

  var wantsMeasurement: Bool { scores.wantsMeasurement }

  mutating func observe(_ observation: LivenessObservation) -> LivenessEvidence {
    let values = observation.measurement?.values ?? []
    let isUsable = observation.mesh.presence >= minimumPresence && values.count == 1 && values[0].isFinite
    scores.add(isUsable ? Double(min(Self.mostLogOdds, max(-Self.mostLogOdds, values[0]))) : nil)
    return scores.evidence()
  }
}
