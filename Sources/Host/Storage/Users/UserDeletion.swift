/// What the deletion of a user deleted: the material of its receipt.
struct UserDeletion: Sendable, Hashable {
  var user: User
  /// Faces whose rows are gone and whose vectors are queued for removal, staged ones included.
  var faces: Int
  var enrollments: Int
  var sessions: Int
}
