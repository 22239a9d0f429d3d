import Engine

/// One sample of a user's face as the database knows it; its vector is in the vector
/// stores under the same id, and here, sealed (`EmbeddingVault`).
struct EnrolledFace: Sendable, Hashable {
  var id: FaceID
  var person: PersonID
  var enrollmentID: String
  /// The embedder model that made the vector.
  var model: ModelID
  /// The quality of the image, 0…1.
  var quality: Double
  var source: Enrollment.Source
  /// Whether it counts: false until its enrollment has completed.
  var isActive: Bool
  var createdAt: Timestamp
}

/// A sample that an enrollment is about to add.
struct NewFace: Sendable, Hashable {
  /// Made by the caller (`Identifier.make`), because the vector store gets the same.
  var id: FaceID
  var model: ModelID
  /// The quality of the image, 0…1.
  var quality: Double
  /// The vector, sealed for this face.
  var sealed: SealedEmbedding
}
