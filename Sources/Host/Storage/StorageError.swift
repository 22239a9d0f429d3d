/// Why the database did not do what it was asked. Texts carry no SQL, no path and no value.
enum StorageError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A row that must be unique is there already.
  case duplicate
  /// A row that this one needs is not there.
  case notFound
  /// The row is no longer in the state that the change needs.
  case conflict
  /// A user would have more faces than this.
  case limitReached(Int)
  /// Another process held the database for too long; later it may work.
  case busy
  /// The disk is full.
  case full
  /// The database is damaged, or is no database of Kenali's.
  case damaged
  /// A newer Kenali wrote this database.
  case newerSchema(found: Int, known: Int)
  /// The database can't be used now; the number is SQLite's result code.
  case unavailable(Int32)

  var description: String {
    switch self {
    case .duplicate: "this exists already"
    case .notFound: "there is no such thing"
    case .conflict: "the state has changed meanwhile"
    case .limitReached(let limit): "the limit of \(limit) faces per user is reached"
    case .busy: "the database is busy; try again"
    case .full: "the disk is full"
    case .damaged: "the database is damaged or is not Kenali's"
    case .newerSchema(let found, let known):
      "the database has schema version \(found), this program knows versions up to \(known): use the newer program"
    case .unavailable(let code): "the database is unavailable (code \(code))"
    }
  }
}
