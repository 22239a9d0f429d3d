import Dispatch
import Engine
import Synchronization

/// Connections with a thread each, so that a request in flight blocks no thread of Swift's cooperative pool.
final class HTTPConnections: Sendable {
  /// A connection and the queue that its requests wait in; the lock is there for the compiler and never contended.
  private final class Lane: Sendable {
    let queue: DispatchQueue
    let connection: Mutex<HTTPConnection>
    init?(_ number: Int) {
      guard let connection = HTTPConnection() else { return nil }
      queue = DispatchQueue(label: "store.chroma.\(number)")
      self.connection = Mutex(connection)
    }
  }

  private let lanes: [Lane]
  private let turn = Atomic(0)

  /// - Throws: `ComponentError.unavailable` where there is no memory.
  init(_ count: Int) throws {
    lanes = try (0..<count).map { number in
      guard let lane = Lane(number) else { throw ComponentError.unavailable("no connection could be made") }
      return lane
    }
  }

  /// Sends a request and waits for the answer: the lanes take turns.
  ///
  /// - Returns: nil where there is no answer in time.
  /// - Throws: `CancellationError` where the task was cancelled before the request was sent.
  func send(_ request: HTTPRequest) async throws -> HTTPAnswer? {
    try Task.checkCancellation()
    let number = turn.add(1, ordering: .relaxed).oldValue
    let lane = lanes[Int(UInt(bitPattern: number) % UInt(lanes.count))]
    return await withCheckedContinuation { continuation in
      lane.queue.async { continuation.resume(returning: lane.connection.withLock { $0.send(request) }) }
    }
  }
}
