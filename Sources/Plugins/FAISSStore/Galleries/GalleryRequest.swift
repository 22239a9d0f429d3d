import Engine

/// What a caller wants of a gallery's own thread of work, with the continuation that waits for it.
enum GalleryRequest: Sendable {
  /// The contents in memory.
  case open(CheckedContinuation<GalleryContents, any Error>)
  /// Samples to add; checked against the gallery's model and dimension.
  case add([FaceRecord], CheckedContinuation<Void, any Error>, Cancellation)
  /// Ids to remove.
  case remove([Identifier], CheckedContinuation<Int, any Error>, Cancellation)
  /// The file is to be all under the sealer's current key; answered with whether it had to be written anew.
  case reseal(CheckedContinuation<Bool, any Error>)
  /// Everything is to go.
  case removeAll(CheckedContinuation<Void, any Error>, Cancellation)

  /// Answers with an error.
  func fail(_ error: any Error) {
    switch self {
    case .open(let continuation): continuation.resume(throwing: error)
    case .add(_, let continuation, _): continuation.resume(throwing: error)
    case .remove(_, let continuation, _): continuation.resume(throwing: error)
    case .removeAll(let continuation, _): continuation.resume(throwing: error)
    case .reseal(let continuation): continuation.resume(throwing: error)
    }
  }

  /// Whether nobody waits any more.
  var isCancelled: Bool {
    switch self {
    case .open, .reseal: false
    case .add(_, _, let cancellation), .remove(_, _, let cancellation), .removeAll(_, let cancellation):
      cancellation.isCancelled
    }
  }
}
