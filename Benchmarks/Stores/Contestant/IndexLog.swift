import Engine
import Synchronization

/// Says when a store has finished with the index of its gallery, which it builds unasked.
final class IndexLog: EventLog {
  private static let ends: Set<String> = ["index_built", "gallery_indexed", "gallery_searched_exactly"]
  private let ended = Mutex(false)

  func write(_ level: LogLevel, component: String, event: String, _ fields: [String: String]) {
    if Self.ends.contains(event) { ended.withLock { $0 = true } }
  }

  func wait() async throws {
    while !ended.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) }
  }
}
