import Engine

/// Settings of `liveness.screen`.
public struct ScreenSettings: ComponentSettings, Hashable {
  public var decision: DecisionSettings
  /// Pixels of the box's shorter side below which a frame is not used, 40…400.
  public var minimumFace: Int

  public init(from reader: inout SettingsReader) {
    decision = DecisionSettings(from: &reader, defaults: ScreenCheck.defaults)
    minimumFace = reader.integer("min_face_pixels", default: 80, in: 40...400)
  }
}
