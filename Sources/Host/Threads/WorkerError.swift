/// Why a job was not done by the threads it was meant for.
enum WorkerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Too many jobs wait already; later it may work.
  case overloaded
  /// The threads have been stopped.
  case stopped

  var description: String {
    switch self {
    case .overloaded: "too many requests are waiting"
    case .stopped: "the server is stopping"
    }
  }
}
