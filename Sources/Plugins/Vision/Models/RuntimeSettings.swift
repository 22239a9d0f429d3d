import Engine
import Inference

/// How a component's network is run: the settings `precision` and `threads`, which every one of them has.
struct RuntimeSettings: Sendable {
  /// `f32`, or `bf16` where the processor has instructions for it.
  var precision: Precision
  /// Threads of one inference, 1…64.
  var threads: Int

  init(from reader: inout SettingsReader) {
    let name = reader.choice("precision", default: Precision.f32.rawValue, of: Precision.allCases.map(\.rawValue))
    precision = Precision(rawValue: name) ?? .f32
    threads = reader.integer("threads", default: 1, in: 1...64)
  }

  /// Options for an input of this shape.
  func options(_ inputShape: [Int]) -> InferenceOptions {
    InferenceOptions(precision: precision, threads: threads, inputShape: inputShape)
  }
}

extension SettingsReader {
  /// The id of a model in the catalogue (`config/models.json`).
  mutating func modelID(default fallback: String) -> String {
    string("model", default: fallback, expected: "a model's id, as in the model catalogue") { !$0.isEmpty }
  }
}

extension ModelCard {
  /// Reads and compiles the model's file.
  ///
  /// - Throws: `ComponentError.model` that names the model.
  func load(_ options: InferenceOptions) throws -> InferenceModel {
    do {
      return try InferenceModel(path: path, options: options)
    } catch {
      throw ComponentError.model("model \(id) (\(path)) cannot be loaded: \(error)")
    }
  }

  /// An error about this model's tensors.
  func unexpected(_ what: String) -> ComponentError {
    .model("model \(id) (\(path)) does not fit this component: \(what)")
  }
}
