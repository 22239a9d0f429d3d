/// When a gallery has an index. An index saves nothing in a small gallery, where a scan takes a millisecond and misses
/// nothing. Between the two limits whatever is stays, so that a gallery at the edge does not build and drop all day.
struct IndexPolicy: Sendable {
  enum State: Sendable, Hashable {
    case none, valid
    /// Left by a build that did not end: it costs writes and serves no search.
    case invalid
  }

  enum Action: Sendable, Hashable {
    case build, drop
    /// Drop what is there, then build.
    case rebuild
    case nothing
  }

  /// Faces from which an index is built.
  let from: Int
  /// Below so many it is dropped.
  var until: Int { from / 2 }

  /// What to do about a gallery of `faces` vectors of length `dimension`.
  func action(faces: Int, dimension: Int, _ state: State) -> Action {
    let isWanted = faces >= from && HalfVector.indexable.contains(dimension)
    switch state {
    case .none: return isWanted ? .build : .nothing
    case .valid: return faces < until ? .drop : .nothing
    case .invalid: return isWanted ? .rebuild : .drop
    }
  }

  /// How many changed faces make another look worth while.
  var changesBetweenLooks: Int { max(1, from / 10) }
}
