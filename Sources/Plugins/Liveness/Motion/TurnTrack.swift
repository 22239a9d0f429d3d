import Glibc

/// A head, followed from a reference: says when it has turned in depth.
///
/// The turn must be there in two frames running and in one direction, be explained by the depth of a head, and be
/// confirmed by the mesh model's own pose and by the pixels.
struct TurnTrack: Sendable {
  /// Frames averaged for a reference: the noise of one would stay in every comparison.
  static let referenceFrames = 3
  /// Cosine between the turn by parallax and by the model's pose: within 60°.
  private static let agreement = 0.5
  /// A foreshortening that no noise makes: a tilt of 37°.
  private static let clearlyFlat = 0.2

  /// Share of the texture beyond which the two pictures are not of one face, or one of them is blurred: that confirms
  /// nothing. Turned heads of real clips leave 0.7 at most.
  private static let mostUnexplained = 0.85

  private let settings: HeadMotionSettings
  private let reference: ReferenceView
  private let start: HeadSample
  /// The pixels of the reference's last frame; nil where they were not measured.
  private let registration: FlatRegistration?
  /// The share of the reference's texture that its own other frames leave unexplained: noise and trembling, which say
  /// nothing of depth.
  private let noise: Double
  /// The last frame's movement, and whether it qualified.
  private var last: (parallax: Parallax, qualified: Bool)?
  /// The largest foreshortening that two successive frames had since the reference. A picture swung from one slant to
  /// the other looks the same at both ends, and the model's prior gives it some parallax each way; on its way it must
  /// pass through the other shapes, and is remembered for it.
  private var foreshortening = 0.0
  /// Whether the last frame was foreshortened like a tilted picture and had no depth to show for it.
  private(set) var isFlat = false

  /// Follows a head from the mean of these frames, `referenceFrames` of them. Nil for none, or for points that lie too
  /// oddly to fit.
  init?(from samples: [HeadSample], settings: HeadMotionSettings) {
    guard let newest = samples.last else { return nil }
    let count = Double(samples.count)
    let mean = newest.points.indices.map { index in
      PlanePoint(
        x: samples.reduce(0) { $0 + $1.points[index].x } / count,
        y: samples.reduce(0) { $0 + $1.points[index].y } / count)
    }
    guard let reference = ReferenceView(points: mean) else { return nil }
    self.settings = settings
    self.reference = reference
    let registration =
      settings.minimumUnexplained > 0
      ? newest.patch.flatMap { FlatRegistration(patch: $0, points: newest.points) } : nil
    self.registration = registration
    let shares = samples.dropLast().compactMap { sample in
      sample.patch.flatMap { registration?.unexplained(by: $0, points: sample.points) }
    }
    noise = shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count)
    start = HeadSample(
      time: newest.time, points: mean, yaw: samples.reduce(0) { $0 + $1.yaw } / count,
      pitch: samples.reduce(0) { $0 + $1.pitch } / count)
  }

  /// When the reference was complete, seconds since the session began.
  var began: Double { start.time }

  /// Takes the next frame.
  ///
  /// - Returns: the turn from the reference, where this frame and the one before show it.
  mutating func observe(_ sample: HeadSample) -> Parallax? {
    let parallax = reference.parallax(to: sample.points)
    if let last { foreshortening = max(foreshortening, min(last.parallax.foreshortening, parallax.foreshortening)) }
    isFlat = parallax.foreshortening > max(Self.clearlyFlat, allowedForeshortening(parallax))
    let qualifies = isTurn(parallax, now: sample)
    defer { last = (parallax, qualifies) }
    guard qualifies, let last, last.qualified, Self.cosine(last.parallax, parallax) > 0.7 else { return nil }
    return parallax
  }

  private func isTurn(_ parallax: Parallax, now sample: HeadSample) -> Bool {
    guard parallax.angle >= settings.minimumTurn, parallax.explained >= settings.minimumExplained,
      max(foreshortening, parallax.foreshortening) <= allowedForeshortening(parallax)
    else { return false }
    // The model's pose alone proves nothing, as it follows a tilted picture too, but it must not contradict.
    let yaw = sample.yaw - start.yaw
    let pitch = sample.pitch - start.pitch
    let size = (yaw * yaw + pitch * pitch).squareRoot()
    guard size >= 0.25 * parallax.angle,
      parallax.sideways * yaw + parallax.down * pitch >= Self.agreement * size * parallax.angle
    else { return false }
    return isConfirmedByPixels(sample)
  }

  /// Last, as it costs the most: half a millisecond.
  private func isConfirmedByPixels(_ sample: HeadSample) -> Bool {
    guard settings.minimumUnexplained > 0 else { return true }
    guard let registration, let patch = sample.patch,
      let unexplained = registration.unexplained(
        by: patch, points: sample.points, enough: noise + settings.minimumUnexplained)
    else { return false }
    return unexplained - noise >= settings.minimumUnexplained && unexplained <= Self.mostUnexplained
  }

  private func allowedForeshortening(_ parallax: Parallax) -> Double {
    settings.maximumForeshortening + 1.5 * (1 - cos(parallax.angle * .pi / 180))
  }

  private static func cosine(_ a: Parallax, _ b: Parallax) -> Double {
    let sizes = a.angle * b.angle
    return sizes > 0 ? (a.sideways * b.sideways + a.down * b.down) / sizes : 0
  }
}
