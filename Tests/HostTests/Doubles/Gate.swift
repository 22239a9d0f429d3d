import Dispatch

/// Holds a thread until a test lets it go on, and tells the test when the thread has come.
final class Gate: Sendable {
  private let arrived = Signal()
  private let opened = DispatchSemaphore(value: 0)

  /// Called by the thread: says that it is here, and blocks.
  func pass() {
    arrived.give()
    opened.wait()
  }

  /// Returns once a thread has come.
  func arrival() async { await arrived.received() }

  /// Lets one thread go on.
  func open() { opened.signal() }
}
