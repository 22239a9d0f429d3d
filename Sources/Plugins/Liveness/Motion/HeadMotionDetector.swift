import Glibc

/// What head-motion detection sees of one frame.
struct HeadSample: Sendable, Hashable {
  /// Seconds since the session began.
  var time: Double
  /// The template's points in the face's own frame.
  var points: [PlanePoint]
  /// The mesh model's pose, degrees.
  var yaw: Double
  var pitch: Double
}

/// Finds movements of a head in depth: it must turn by some degrees from where it was, and stay there for two frames.
///
/// A pure state machine. The first frames make a reference; every frame after is measured against it. After a movement
/// the next frames make a new reference, so that a turn and the way back are two movements.
struct HeadMotionDetector: Sendable {
  private enum State: Sendable {
    case collecting([HeadSample])
    case tracking(Track)
  }

  private struct Track: Sendable {
    var reference: ReferenceView
    var start: HeadSample
    /// The last frame's movement.
    var last: Parallax?
    /// Whether the last frame qualified.
    var qualified = false
    /// The largest foreshortening that two successive frames had since the reference. A picture swung from one slant to
    /// the other looks the same at both ends, and the model's prior gives it some parallax each way; on its way it must
    /// pass through the other shapes, and is remembered for it.
    var foreshortening = 0.0
  }

  private let settings: HeadMotionSettings
  private var state = State.collecting([])
  /// Frames so far that were foreshortened like a tilted picture and had no depth to show for it.
  private(set) var flatFrames = 0

  /// Frames averaged for a reference: the noise of one would stay in every comparison.
  private static let referenceFrames = 3
  /// Seconds after which a reference is made anew: light and expression drift.
  private static let referenceLife = 20.0
  /// Cosine between the turn by parallax and by the model's pose: within 60°.
  private static let agreement = 0.5
  /// A foreshortening that no noise makes: a tilt of 37°.
  private static let clearlyFlat = 0.2

  /// A detector that has seen nothing.
  init(settings: HeadMotionSettings) { self.settings = settings }

  /// Forgets the reference, as what comes next cannot be compared with it.
  mutating func interrupt() { state = .collecting([]) }

  /// Takes the next frame; true when it completes a movement.
  mutating func observe(_ sample: HeadSample) -> Bool {
    switch state {
    case .collecting(let before):
      let samples = before + [sample]
      state = samples.count < Self.referenceFrames ? .collecting(samples) : Self.begin(samples)
      return false
    case .tracking(var track):
      let parallax = track.reference.parallax(to: sample.points)
      if let last = track.last {
        track.foreshortening = max(track.foreshortening, min(last.foreshortening, parallax.foreshortening))
      }
      let qualifies = isTurn(parallax, of: track, now: sample)
      if parallax.foreshortening > max(Self.clearlyFlat, allowedForeshortening(parallax)) {
        flatFrames += 1
      }
      let moved = qualifies && track.qualified && track.last.map { Self.cosine($0, parallax) > 0.7 } == true
      if moved || sample.time - track.start.time > Self.referenceLife {
        state = .collecting([])
      } else {
        track.last = parallax
        track.qualified = qualifies
        state = .tracking(track)
      }
      return moved
    }
  }

  private static func begin(_ samples: [HeadSample]) -> State {
    guard let newest = samples.last else { return .collecting([]) }
    let count = Double(samples.count)
    let mean = newest.points.indices.map { index in
      PlanePoint(
        x: samples.reduce(0) { $0 + $1.points[index].x } / count,
        y: samples.reduce(0) { $0 + $1.points[index].y } / count)
    }
    guard let reference = ReferenceView(points: mean) else { return .collecting([]) }
    var start = newest
    start.yaw = samples.reduce(0) { $0 + $1.yaw } / count
    start.pitch = samples.reduce(0) { $0 + $1.pitch } / count
    return .tracking(Track(reference: reference, start: start))
  }

  private func isTurn(_ parallax: Parallax, of track: Track, now sample: HeadSample) -> Bool {
    guard parallax.angle >= settings.minimumTurn, parallax.explained >= settings.minimumExplained,
      max(track.foreshortening, parallax.foreshortening) <= allowedForeshortening(parallax)
    else { return false }
    // The model's pose alone proves nothing, as it follows a tilted picture too, but it must not contradict.
    let yaw = sample.yaw - track.start.yaw
    let pitch = sample.pitch - track.start.pitch
    let size = (yaw * yaw + pitch * pitch).squareRoot()
    return size >= 0.25 * parallax.angle
      && parallax.sideways * yaw + parallax.down * pitch >= Self.agreement * size * parallax.angle
  }

  private func allowedForeshortening(_ parallax: Parallax) -> Double {
    settings.maximumForeshortening + 1.5 * (1 - cos(parallax.angle * .pi / 180))
  }

  private static func cosine(_ a: Parallax, _ b: Parallax) -> Double {
    let sizes = a.angle * b.angle
    return sizes > 0 ? (a.sideways * b.sideways + a.down * b.down) / sizes : 0
  }
}
