public import Engine

extension SettingsReader {
  /// The id of a model in the catalogue (`config/models.json`).
  public mutating func modelID(_ key: String = "model", default fallback: String) -> String {
    string(key, default: fallback, expected: "a model's id, as in the model catalogue") { !$0.isEmpty }
  }
}

extension ModelCard {
  /// Reads and compiles the model's file, unless a component of the process has done so with the same options.
  ///
  /// - Throws: `ComponentError.model` that names the model.
  public func load(_ options: InferenceOptions) throws(ComponentError) -> InferenceModel {
    do {
      return try InferenceModel.shared(path: path, options: options)
    } catch {
      throw ComponentError.model("model \(id) (\(path)) cannot be loaded: \(error)")
    }
  }

  /// An error about this model's tensors.
  public func unexpected(_ what: String) -> ComponentError {
    .model("model \(id) (\(path)) does not fit this component: \(what)")
  }
}
