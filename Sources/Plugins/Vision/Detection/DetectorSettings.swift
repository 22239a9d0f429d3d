import Engine
import Inference

/// The settings that the detectors share; their defaults differ.
struct DetectorSettings: Sendable {
  /// The model's id.
  var model: String
  /// Longer side of the network's input, pixels, a multiple of 32.
  var inputSize: Int
  /// Faces under this confidence are dropped, 0…1.
  var confidence: Float
  /// Overlap (intersection over union) over which the less confident face is dropped, 0…1.
  var overlap: Float
  var runtime: RuntimeSettings

  init(from reader: inout SettingsReader, model: String, inputSize: Int, confidence: Double, overlap: Double) {
    self.model = reader.modelID(default: model)
    self.inputSize = reader.integer("input_size", default: inputSize, in: 96...1280)
    if self.inputSize % 32 != 0 {
      reader.report("input_size", "must be a multiple of 32, not \(self.inputSize)")
    }
    self.confidence = Float(reader.number("confidence", default: confidence, in: 0.05...0.99))
    self.overlap = Float(reader.number("nms", default: overlap, in: 0.05...0.95))
    self.runtime = RuntimeSettings(from: &reader)
  }
}
