import Engine

/// Settings of `liveness.head_motion`.
public struct HeadMotionSettings: ComponentSettings, Hashable {
  /// Turn of the head that counts as a movement, degrees of parallax, 3…30.
  public var minimumTurn: Double
  /// Share of the movement beyond a bent plane that the head's depth must explain, 0…1.
  public var minimumExplained: Double
  /// Foreshortening that a movement may show beyond one and a half times that of its turn, 0…1. A photo must be slanted
  /// by 35° and more, 0.18 of foreshortening, before the mesh model's prior bends its points by 8°; the carphone head
  /// shows up to 0.08 beyond its turn.
  public var maximumForeshortening: Double
  /// Share of the face's texture that the motion of a flat or bent picture must leave unexplained, beyond what noise
  /// does, 0…0.5; 0 does not look at the pixels. Turned heads of two real clips leave 0.25 and more, portraits warped
  /// by a mesh 0.08 to 0.4, slanted and bent photos up to 0.09. See `FlatRegistration`.
  public var minimumUnexplained: Double
  /// Mesh presence below which a frame is not used, 0…1.
  public var minimumPresence: Double

  /// The defaults.
  public init() {
    minimumTurn = 8
    minimumExplained = 0.6
    maximumForeshortening = 0.12
    minimumUnexplained = 0.075
    minimumPresence = 0.8
  }

  public init(from reader: inout SettingsReader) {
    let defaults = HeadMotionSettings()
    minimumTurn = reader.number("min_turn_degrees", default: defaults.minimumTurn, in: 3...30)
    minimumExplained = reader.number("min_explained", default: defaults.minimumExplained, in: 0...1)
    maximumForeshortening = reader.number("max_foreshortening", default: defaults.maximumForeshortening, in: 0...1)
    minimumUnexplained = reader.number("min_unexplained", default: defaults.minimumUnexplained, in: 0...0.5)
    minimumPresence = reader.number("min_presence", default: defaults.minimumPresence, in: 0...1)
  }
}
