import Engine

/// The vector stores of a host, by id.
struct StoreSet: Sendable {
  /// In the order of the configuration: the default one first.
  let handles: [StoreHandle]
  /// The fallback of galleries that nobody has given another one.
  let fallback: StoreHandle?
  /// How long a search may take before the fallback is asked.
  let deadline: Duration

  /// The id of the store of galleries that nobody has given another one.
  var standard: String { handles.first?.id ?? "" }

  /// A store, or nil where the configuration makes none of this id.
  subscript(id: String) -> StoreHandle? { handles.first { $0.id == id } }

  /// The ids, for messages.
  var ids: String { handles.map(\.id).joined(separator: ", ") }

  /// Starts every store. One that can't be reached is tried again later, unless galleries could then be served by none:
  /// that is for the default store without a fallback, and for the fallback.
  ///
  /// - Throws: what a store that is needed, or that is set up wrongly, throws; the others are stopped then.
  func start(log: any EventLog) async throws {
    for handle in handles {
      do {
        try await handle.start()
      } catch {
        let isNeeded = handle.id == fallback?.id || (handle.id == standard && fallback == nil)
        guard !isNeeded, Self.mayPass(error) else {
          await stop()
          throw AssemblyError(problems: ["\(handle.id) could not be started: \(error)"])
        }
        log.write(
          .error, component: "galleries", event: "store_not_started", ["store": handle.id, "reason": "\(error)"])
      }
    }
  }

  /// Stops every store.
  func stop() async {
    for handle in handles.reversed() { await handle.stop() }
  }

  private static func mayPass(_ error: any Error) -> Bool {
    switch error {
    case ComponentError.unavailable, VectorStoreError.unavailable: true
    default: false
    }
  }
}
