internal import Synchronization

extension InferenceModel {
  /// The model of this file and these options: the one that is in use already, or a new one. Components that are set
  /// differently for several tenants share their networks so.
  static func shared(path: String, options: InferenceOptions) throws(InferenceError) -> InferenceModel {
    let key = SharedModels.Key(path: path, options: options)
    if let model = SharedModels.inUse.withLock({ $0[key]?.model }) { return model }
    // Not under the lock, as it takes some 100 ms; of two at the same time the first one is kept.
    let made = try InferenceModel(path: path, options: options)
    return SharedModels.inUse.withLock { models in
      if let model = models[key]?.model { return model }
      models = models.filter { $0.value.model != nil }
      models[key] = SharedModels.Reference(model: made)
      return made
    }
  }
}

/// The models in use, by what they were made from; none is kept alive by this.
private enum SharedModels {
  struct Key: Hashable {
    var path: String
    var options: InferenceOptions
  }

  struct Reference {
    weak var model: InferenceModel?
  }

  static let inUse = Mutex<[Key: Reference]>([:])
}
