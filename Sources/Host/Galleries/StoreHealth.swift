/// Whether a store is worth asking: a pure state machine over an injected clock (a circuit breaker).
///
/// A store that could not be reached is left alone for a while, which doubles with each failure: the requests of that
/// time go to the fallback at once instead of each waiting for a connection to fail. After it, one call tries again.
struct StoreHealth: Sendable, Hashable {
  /// The first pause, and the longest.
  static let pauses: (first: Duration, longest: Duration) = (.milliseconds(500), .seconds(15))

  private(set) var failures = 0
  private var nextTrial: Duration?

  /// Whether the last call reached the store, or none has been made.
  var isUp: Bool { failures == 0 }

  /// Whether a call may be made now. While the store is down, one call per pause may: it is the trial.
  mutating func admits(at now: Duration) -> Bool {
    guard let trial = nextTrial else { return true }
    guard now >= trial else { return false }
    // Until the trial's result is known, or the pause is over again, the others stay away.
    nextTrial = now + pause
    return true
  }

  /// Notes a call that reached the store, whatever it answered.
  mutating func succeeded() {
    failures = 0
    nextTrial = nil
  }

  /// Notes a call that did not.
  mutating func failed(at now: Duration) {
    failures = min(failures + 1, 30)
    nextTrial = now + pause
  }

  private var pause: Duration {
    min(Self.pauses.longest, Self.pauses.first * (1 << max(0, min(failures - 1, 10))))
  }
}
