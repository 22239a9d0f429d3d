import Synchronization

/// Tells a call that waits for its turn that nobody waits for it any more.
final class CancellationFlag: Sendable {
  private let flag = Atomic(false)
  var isRaised: Bool { flag.load(ordering: .relaxed) }
  func raise() { flag.store(true, ordering: .relaxed) }
}
