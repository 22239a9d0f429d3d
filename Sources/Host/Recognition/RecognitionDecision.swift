import Engine

/// The answer of a search or comparison, with what it rests on.
struct RecognitionDecision: Sendable {
  var verdict: OpenSetVerdict
  /// Best first.
  var candidates: [Candidate]
  var threshold: Float
  /// Samples in the gallery that was searched.
  var gallerySize: Int
  /// The component id of the store that answered.
  var store: String

  /// `[{user_id, similarity}]`.
  var candidatesJSON: JSONValue {
    .array(
      candidates.map {
        .object(["user_id": .string($0.person.rawValue), "similarity": .score($0.similarity)])
      })
  }
}
