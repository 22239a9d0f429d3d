/// Lets one write at a time through, in the order of asking. Chroma itself writes one at a time.
actor WriteTurn {
  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Runs `body` when it is its turn.
  nonisolated func run<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
    await take()
    do {
      let value = try await body()
      await give()
      return value
    } catch {
      await give()
      throw error
    }
  }

  private func take() async {
    guard isTaken else {
      isTaken = true
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func give() {
    // The turn goes straight to the next one.
    if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
  }
}
