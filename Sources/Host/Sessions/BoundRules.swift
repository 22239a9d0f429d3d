import Engine

extension SessionRules {
  /// Fills in what follows from the components that a session runs with.
  mutating func bind(to checks: LivenessSelection, _ model: EmbeddingModel) {
    liveness.mandatory = checks.running(for: liveness.mandatory)
    // As for a verification; a tenant's own threshold is for its galleries.
    sameFaceSimilarity = OpenSetPolicy().threshold(for: model, persons: 1)
  }
}
