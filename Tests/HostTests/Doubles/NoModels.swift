import Engine

/// A catalogue without a model.
struct NoModels: ModelLocator {
  func model(_ id: String) throws -> ModelCard { throw ComponentError.model("there is no model \(id)") }
}
