import Engine

extension Problem {
  /// The problem that an error of the host's own or of a component's amounts to.
  ///
  /// - Returns: nil for an error that tells the caller nothing and is the server's to solve.
  init?(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as ImageError:
      let kind =
        switch error {
        case .tooManyBytes, .tooLarge: "image_too_large"
        default: "invalid_image"
        }
      self = .badRequest("Invalid image data: \(error).", kind: kind)
    case is ComputePool.Overloaded: self = .overloaded
    case WorkerError.overloaded, WorkerError.stopped: self = .overloaded
    case StorageError.busy: self = .overloaded
    case StorageError.limitReached(let limit):
      self = Problem(
        status: 409, kind: "too_many_samples",
        detail: "This user has as many face samples as allowed (\(limit)); delete some first.")
    case StorageError.notFound: self = .notFound("This")
    case let duplicate as Enroller.Duplicate:
      self = Problem(
        status: 409, kind: "duplicate_face", detail: "This face is enrolled under another user_id already.",
        details: ["duplicate_of": duplicate.of.rawValue])
    case VectorStoreError.unavailable:
      self = Problem(
        status: 503, kind: "store_unavailable", detail: "The face gallery can't be reached right now. Try again later.",
        retryAfter: 5)
    case VectorStoreError.damaged:
      self = Problem(
        status: 503, kind: "gallery_damaged",
        detail: "This tenant's face gallery was found damaged and is not served. The operator must restore it.")
    default: return nil
    }
  }
}
