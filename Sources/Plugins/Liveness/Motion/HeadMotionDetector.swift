/// Finds movements of a head in depth: it must turn by some degrees from where it was, and stay there for two frames.
///
/// A pure state machine. The first frames make a reference; every frame after is measured against it. After a movement
/// the next frames make a new reference, so that a turn and the way back are two movements.
struct HeadMotionDetector: Sendable {
  private enum State: Sendable {
    case collecting([HeadSample])
    case tracking(TurnTrack)
  }

  private let settings: HeadMotionSettings
  private var state = State.collecting([])
  /// Frames so far that were foreshortened like a tilted picture and had no depth to show for it.
  private(set) var flatFrames = 0

  /// Seconds after which a reference is made anew: light and expression drift.
  private static let referenceLife = 20.0

  /// A detector that has seen nothing.
  init(settings: HeadMotionSettings) { self.settings = settings }

  /// Forgets the reference, as what comes next cannot be compared with it.
  mutating func interrupt() { state = .collecting([]) }

  /// Takes the next frame; true when it completes a movement.
  mutating func observe(_ sample: HeadSample) -> Bool {
    switch state {
    case .collecting(let before):
      let samples = before + [sample]
      if samples.count < TurnTrack.referenceFrames {
        state = .collecting(samples)
      } else {
        state = TurnTrack(from: samples, settings: settings).map { .tracking($0) } ?? .collecting([])
      }
      return false
    case .tracking(var track):
      let moved = track.observe(sample) != nil
      if track.isFlat { flatFrames += 1 }
      state = moved || sample.time - track.began > Self.referenceLife ? .collecting([]) : .tracking(track)
      return moved
    }
  }
}
