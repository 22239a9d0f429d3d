import Engine

/// One attempt to add samples of a user's face.
struct Enrollment: Sendable, Hashable {
  /// Where an enrollment stands. `completed` and `failed` are final.
  enum Status: String, Sendable, Hashable {
    case pending, completed, failed
  }

  /// Where the samples come from.
  enum Source: String, Sendable, Hashable {
    /// Photos from a trusted backend, without liveness.
    case photo
    /// A session with frames and liveness.
    case session
  }

  var id: String
  var person: PersonID
  /// The tenant's name of the user.
  var externalUserID: String
  var status: Status
  var source: Source
  /// Why it failed.
  var reason: String?
  var createdAt: Timestamp
  /// When it completed or failed.
  var endedAt: Timestamp?
  /// How many faces it added: 0 until it has completed.
  var faceCount: Int
}
