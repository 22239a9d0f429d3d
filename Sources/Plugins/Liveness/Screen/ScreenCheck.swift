import Engine

/// One session's look for what shows a picture: a screen or a sheet of paper.
struct ScreenCheck: LivenessCheck {
  /// The verdict's defaults.
  static let defaults = DecisionSettings(minimumFrames: 5, liveScore: 0.5, spoofScore: 0.1)
  private let minimumPresence: Float
  private var scores: FrameScores
  private var borders = BorderTrack()
  private var bands = BandTrack()

  /// A check that has seen nothing.
  init(settings: DecisionSettings) {
    minimumPresence = Float(settings.minimumPresence)
    scores = FrameScores(settings: settings)
  }

  var wantsMeasurement: Bool { scores.wantsMeasurement }

  mutating func observe(_ observation: LivenessObservation) -> LivenessEvidence {
    let box = observation.face.box
    let isUsable = observation.mesh.presence >= minimumPresence && box.width > 0 && box.height > 0
    guard isUsable, let seen = ScreenMeasurement(observation.measurement) else {
      scores.add(nil)
      return evidence
    }
    scores.add((seen.peak.map(ScreenEvidence.logOdds(of:)) ?? 0) + ScreenEvidence.logOdds(of: seen.black))
    borders.add(seen.borders, of: box)
    bands.add(seen.profile)
    return evidence
  }

  private var evidence: LivenessEvidence {
    scores.evidence(adding: ScreenEvidence.logOdds(of: borders.finding) + ScreenEvidence.logOdds(ofBands: bands.share))
  }
}
