import Engine
import Synchronization

/// The searches that wait for one gallery's rows to be passed over.
final class SearchQueue: Sendable {
  private struct Waiting {
    var probe: ScanProbe
    var continuation: CheckedContinuation<[FaceMatch], any Error>
  }
  private let waiting = Mutex<[Waiting]>([])

  /// Searches `contents` on a thread of `pool`, together with what else waits then.
  ///
  /// - Throws: `CancellationError`.
  func search(
    _ values: [Float], limit: Int, isExact: Bool, in contents: GalleryContents, on pool: WorkerPool
  ) async throws -> [FaceMatch] {
    try await Cancellation.awaiting { continuation, cancellation in
      let probe = ScanProbe(values: values, limit: limit, isExact: isExact, cancellation: cancellation)
      waiting.withLock { $0.append(Waiting(probe: probe, continuation: continuation)) }
      // One job per search: a job that finds its search taken along by an earlier one has nothing to do.
      pool.submit { self.pass(over: contents) }
    }
  }

  private func pass(over contents: GalleryContents) {
    var taken = waiting.withLock { waiting in
      defer { waiting.removeFirst(min(ScanBatch.capacity, waiting.count)) }
      return Array(waiting.prefix(ScanBatch.capacity))
    }
    let wanted = taken.partition { !$0.probe.cancellation.isCancelled }
    for search in taken[..<wanted] { search.continuation.resume(throwing: CancellationError()) }
    guard wanted < taken.count else { return }
    for (search, matches) in zip(taken[wanted...], contents.scan(taken[wanted...].map(\.probe))) {
      // A scan that was cut short is no answer.
      if search.probe.cancellation.isCancelled {
        search.continuation.resume(throwing: CancellationError())
      } else {
        search.continuation.resume(returning: matches)
      }
    }
  }
}
