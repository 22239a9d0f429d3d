import Engine
import PgVectorStore
import Synchronization

/// A started store for the length of `body`.
func withStore<Result>(
  _ settings: PgVectorSettings, log: any EventLog = SilentLog(), _ body: (PostgresVectorStore) async throws -> Result
) async throws -> Result {
  let store = PostgresVectorStore(settings: settings, log: log)
  try await store.start()
  do {
    let result = try await body(store)
    await store.stop()
    return result
  } catch {
    await store.stop()
    throw error
  }
}

/// Starts a store that must not start; what it says.
func refusal(_ settings: PgVectorSettings) async -> String {
  let store = PostgresVectorStore(settings: settings, log: SilentLog())
  do {
    try await store.start()
  } catch let error as ComponentError {
    return error.description
  } catch {
    return "not a ComponentError: \(error)"
  }
  await store.stop()
  return "it started"
}

/// Waits until something that happens in the background has happened: a minute, then it counts as never.
func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
  for _ in 0..<600 {
    if try await condition() { return true }
    // A cancelled test looks at once, and ends the sooner.
    try? await Task.sleep(for: .milliseconds(100))
  }
  return false
}

/// Keeps the events it was told.
final class EventKeeper: EventLog {
  private let kept = Mutex<[String]>([])
  var events: [String] { kept.withLock { $0 } }
  func write(_ level: LogLevel, component: String, event: String, _ fields: [String: String]) {
    kept.withLock { $0.append(event) }
  }
}
