import Engine

/// A person whom a tenant enrols or recognises.
struct User: Sendable, Hashable {
  /// The person in galleries. A user who is deleted and made again is another person there.
  var person: PersonID
  /// The tenant's own name of the user: `user_id` of the API, or an e-mail address.
  var externalID: String
  var createdAt: Timestamp
  /// How many active faces the user has, over all models.
  var faceCount: Int
}
