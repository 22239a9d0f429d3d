import Engine

/// Settings of `liveness.temporal`.
public struct TemporalSettings: ComponentSettings, Hashable {
  /// Seconds of frames that repeat each other after which the picture counts as frozen, 0.5…30. A camera in low light
  /// and a browser that is busy send a frame two or three times, not for a second and a half.
  public var frozenSeconds: Double
  /// Frames in order that must match earlier ones for a loop, 4…60.
  public var loopFrames: Int
  /// How much a frame may differ from an earlier one to match it, as a share of how much each differs from the frames
  /// just before it, 0.05…0.5. At 0.25, frames of five real clips never matched an earlier one, those of portraits warped
  /// by a mesh up to nine in order, and those of most loops that are encoded anew more than twenty.
  public var largestDifference: Double
  /// Seconds of frames without a finding after which the verdict is `live`, 0.5…30, once the face was seen to live: no
  /// loop is found before it comes round. While the newest frames match earlier ones the verdict waits for longer, so that
  /// this is about the longest loop that is found.
  public var watchSeconds: Double
  /// How much of its texture's amplitude the skin must change by within a second, beyond noise and beyond what a flat or
  /// bent picture's motion explains, for the verdict `live`, 0…0.5; 0 does not ask for it. Of the evaluation's development
  /// people every bona fide session reaches 0.126, 17 of 18 within five seconds. In fifteen seconds photos at rest reach
  /// 0.01, carried about 0.04, printed 0.07 (one of six: 0.11), cut out before moving eyes 0.07 (one: 0.11); tilted and
  /// bent ones, whose texture is stretched, 0.05 to 0.23.
  public var minimumMicroMotion: Double
  /// Mesh presence below which a frame is not used, 0…1.
  public var minimumPresence: Double

  /// The defaults.
  public init() {
    frozenSeconds = 1.5
    loopFrames = 12
    largestDifference = 0.25
    watchSeconds = 3.5
    minimumMicroMotion = 0.1
    minimumPresence = 0.8
  }

  public init(from reader: inout SettingsReader) {
    let defaults = TemporalSettings()
    frozenSeconds = reader.number("frozen_seconds", default: defaults.frozenSeconds, in: 0.5...30)
    loopFrames = reader.integer("loop_frames", default: defaults.loopFrames, in: 4...60)
    largestDifference = reader.number("max_difference", default: defaults.largestDifference, in: 0.05...0.5)
    watchSeconds = reader.number("watch_seconds", default: defaults.watchSeconds, in: 0.5...30)
    minimumMicroMotion = reader.number("min_micro_motion", default: defaults.minimumMicroMotion, in: 0...0.5)
    minimumPresence = reader.number("min_presence", default: defaults.minimumPresence, in: 0...1)
  }
}
