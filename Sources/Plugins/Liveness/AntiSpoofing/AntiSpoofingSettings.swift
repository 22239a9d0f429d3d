import Engine
import Inference

/// Settings of `liveness.anti_spoofing`.
public struct AntiSpoofingSettings: ComponentSettings, Hashable {
  /// The network that sees 2.7 times the face's box, by its id in the model catalogue.
  public var nearModel: String
  /// The network that sees 4 times the face's box.
  public var wideModel: String
  public var decision: DecisionSettings
  /// Pixels of the box's shorter side below which a frame is not used, 20…400: the networks look at texture, and their
  /// crops are 80 pixels wide.
  public var minimumFace: Int
  public var runtime: RuntimeSettings

  public init(from reader: inout SettingsReader) {
    nearModel = reader.modelID("near_model", default: "minifasnet-v2")
    wideModel = reader.modelID("wide_model", default: "minifasnet-v1se")
    decision = DecisionSettings(from: &reader, defaults: AntiSpoofingCheck.defaults)
    minimumFace = reader.integer("min_face_pixels", default: 48, in: 20...400)
    runtime = RuntimeSettings(from: &reader)
  }
}
