/// Eyes that have fallen from their open level and may be on their way back: a blink in the making.
struct Fall: Sendable {
  /// Open level before it, both eyes and each.
  var opening: Double
  var left: Double
  var right: Double
  /// Open aspect ratio: the unit of all depths.
  var unit: Double
  /// Noise of the opening before it, in units.
  var noise: Double
  /// The last open frame.
  var last: EyeSample
  /// The frames since, at least one.
  var samples: [EyeSample]

  private var troughIndex: Int { samples.indices.min { samples[$0].opening < samples[$1].opening } ?? 0 }
  /// The frame in which the eyes are closed most.
  var trough: EyeSample { samples[troughIndex] }

  /// Depth below the level before, in units.
  var depth: Double { (opening - trough.opening) / unit }
  /// The same for the eye on the image's left.
  var leftDepth: Double { (left - trough.left) / unit }
  /// The same for the eye on the image's right.
  var rightDepth: Double { (right - trough.right) / unit }

  /// Share of the fall that the newest frame has regained; above 1 when the eyes are wider than before.
  var regained: Double {
    let fallen = opening - trough.opening
    guard fallen > 0, let now = samples.last else { return 1 }
    return (now.opening - trough.opening) / fallen
  }

  /// Seconds from the last open frame to the newest.
  var duration: Double { (samples.last?.time ?? last.time) - last.time }
  /// Seconds from the last open frame to the first that is nearly closed.
  var closing: Double { (samples.first(where: isNearlyClosed)?.time ?? last.time) - last.time }
  /// Seconds from the last nearly closed frame to the newest.
  var reopening: Double {
    guard let now = samples.last, let closed = samples.last(where: isNearlyClosed) else { return 0 }
    return now.time - closed.time
  }
  private func isNearlyClosed(_ sample: EyeSample) -> Bool {
    opening - sample.opening >= 0.7 * (opening - trough.opening)
  }

  /// Degrees that the head turned up and down meanwhile.
  var pitchRange: Double { range(\.pitch) }
  /// Degrees that the head turned sideways meanwhile.
  var yawRange: Double { range(\.yaw) }
  private func range(_ angle: KeyPath<EyeSample, Double>) -> Double {
    let angles = samples.map { $0[keyPath: angle] } + [last[keyPath: angle]]
    return (angles.max() ?? 0) - (angles.min() ?? 0)
  }
}
