import Engine

/// Settings of `liveness.blink`.
public struct BlinkSettings: ComponentSettings, Hashable {
  /// How far the eyes must close, as a share of their open aspect ratio, 0.15…0.9. The lid's travel from the brow counts
  /// too, so that a full blink reaches 0.43 and more even where the mesh smooths it, while 95 % of still photos stay
  /// below 0.30 over a session (see `EyeSample.lidWeight`). A blink that falls between two frames of a 10 fps session
  /// shows less than its depth, so no more than 0.30 is asked; and seven tenths of it will do while the head keeps still
  /// and the frames' openings differ by less than a sixtieth, as the mesh sees a full blink of dark lids as half of one.
  public var minimumDepth: Double
  /// Longest time from the last open frame to the recovered one, seconds, 0.2…2. A blink takes 0.1…0.4 s (Caffier et al.
  /// 2003); one second leaves room for a deliberate one and for video sent at a third of its speed.
  public var longestBlink: Double
  /// Longest closing and longest reopening, seconds, 0.1…1: eyes that drift shut are not a blink.
  public var longestTransition: Double
  /// Mesh presence below which a frame is not used, 0…1.
  public var minimumPresence: Double

  /// The defaults.
  public init() {
    minimumDepth = 0.30
    longestBlink = 1.0
    longestTransition = 0.4
    minimumPresence = 0.8
  }

  public init(from reader: inout SettingsReader) {
    let defaults = BlinkSettings()
    minimumDepth = reader.number("min_depth", default: defaults.minimumDepth, in: 0.15...0.9)
    longestBlink = reader.number("max_blink_seconds", default: defaults.longestBlink, in: 0.2...2)
    longestTransition = reader.number("max_transition_seconds", default: defaults.longestTransition, in: 0.1...1)
    minimumPresence = reader.number("min_presence", default: defaults.minimumPresence, in: 0...1)
  }
}
