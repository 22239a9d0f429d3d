import Engine

/// Settings of `liveness.texture`.
public struct TextureSettings: ComponentSettings, Hashable {
  public var decision: DecisionSettings
  /// Pixels of the box's shorter side below which a frame is not used, 40…400: the face is looked at in 96 pixels.
  public var minimumFace: Int

  public init(from reader: inout SettingsReader) {
    decision = DecisionSettings(from: &reader, defaults: TextureCheck.defaults)
    minimumFace = reader.integer("min_face_pixels", default: 80, in: 40...400)
  }
}
