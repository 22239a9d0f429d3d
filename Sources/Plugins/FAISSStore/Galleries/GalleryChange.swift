import Engine

/// One call's change to a gallery, checked against what is there: it can only succeed.
enum GalleryChange: Sendable {
  /// Samples with new ids and finite vectors of the gallery's length.
  case add([FaceRecord])
  /// Ids that are there, each once.
  case remove([Identifier])
}
