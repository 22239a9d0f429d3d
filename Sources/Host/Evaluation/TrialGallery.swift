import Engine

/// The people enrolled for an evaluation, in memory: identifications of its sessions search them exactly.
struct TrialGallery: Sendable {
  private let faces: [(person: PersonID, embedding: Embedding)]
  private let model: EmbeddingModel
  private let policy: OpenSetPolicy

  /// Enrols each photo's largest confident face. Computes.
  ///
  /// - Throws: `UsageError` for a photo that can't be read or shows no face.
  init(
    _ photos: [(person: PersonID, photo: String)], pipeline: FramePipeline, policy: OpenSetPolicy
  ) throws {
    self.policy = policy
    model = pipeline.embedder.model
    faces = try photos.map { person, path in
      let image = try PictureFile.read(path).withUnsafeBytes { try pipeline.decoder.decode($0, limits: ImageLimits()) }
      let seen = try pipeline.observe(image, needs: FrameNeeds(qualityThreshold: 0, obstacles: nil))
      guard seen.face != nil else { throw UsageError("no face was found in \(path)") }
      return (person, try pipeline.embed(seen))
    }
  }

  /// Who the samples show.
  func verdict(on samples: [SessionMachine.Sample]) -> OpenSetVerdict {
    guard let probe = SessionMachine.probe(from: samples) else { return .unknown }
    let matches = faces.enumerated().compactMap { index, face in
      face.embedding.similarity(to: probe).map {
        FaceMatch(id: FaceID(String(index)), person: face.person, similarity: $0)
      }
    }
    return policy.verdict(Candidate.ranked(matches, limit: 2), model: model, persons: faces.count)
  }
}
