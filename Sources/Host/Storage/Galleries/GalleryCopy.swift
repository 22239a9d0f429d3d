import Engine

/// One store's copy of one gallery.
struct GalleryCopy: Sendable, Hashable {
  /// What the copy is for.
  enum Role: String, Sendable, Hashable {
    /// Answers searches.
    case primary
    /// Answers while the primary can't.
    case fallback
    /// Becomes the primary once it is complete and verified.
    case target
    /// Was the primary: kept until the operator drops it. Deletions still reach it, new faces do not.
    case kept
    /// To be emptied and forgotten.
    case dropped
  }

  /// How complete it is. Only a `ready` copy answers searches.
  enum Phase: String, Sendable, Hashable {
    /// Emptied, to be filled anew.
    case clearing
    /// Faces are being copied in the order of their ids.
    case filling
    /// Every face is there; they are compared with the database.
    case verifying
    /// Complete but for the writes that are queued.
    case ready
    /// The comparison found what it must not; the message says what.
    case failed
  }

  var tenant: TenantID
  var model: ModelID
  /// The store's component id.
  var store: String
  var role: Role
  var phase: Phase
  /// The last face that filling has copied.
  var cursor: FaceID?
  /// Faces copied so far.
  var copied: Int
  /// What the last verification counted.
  var verified: Int?
  /// SHA-256 (the first 16 hexadecimal digits) of the ids and persons that the last verification read from the store.
  var checksum: String?
  /// Why it failed, or what the verification had to put right.
  var message: String?
  /// Whether writes are queued that it must still take.
  var isBehind: Bool
}
