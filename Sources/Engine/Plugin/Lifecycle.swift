/// Starts components in order and stops them in reverse; a failed start stops what had started.
public struct Lifecycle: Sendable {
  private var parts: [(name: String, part: any ComponentLifecycle)] = []

  /// Nothing to start yet.
  public init() {}

  /// Adds a part, to be started after those added before.
  public mutating func add(_ name: String, _ part: any ComponentLifecycle) { parts.append((name, part)) }

  /// Starts every part.
  ///
  /// - Throws: `LifecycleError` naming the part that failed; all that had started is stopped again by then.
  public func start() async throws {
    for (index, entry) in parts.enumerated() {
      do {
        try await entry.part.start()
      } catch {
        // The failed part is not stopped: its start did not complete, and it cleans up after itself.
        for started in parts[..<index].reversed() { await started.part.stop() }
        throw LifecycleError(part: entry.name, reason: String(describing: error))
      }
    }
  }

  /// Stops every part, last started first.
  public func stop() async {
    for entry in parts.reversed() { await entry.part.stop() }
  }
}

/// A part that did not start.
public struct LifecycleError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The part's name.
  public let part: String
  /// What it said.
  public let reason: String
  public var description: String { "\(part) could not be started: \(reason)" }
}
