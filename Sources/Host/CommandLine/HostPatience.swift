import Foundation

/// Waits for a running host to do what the database asks of it, and says so once.
struct HostPatience {
  private var rounds = 0

  /// Waits for half a second.
  ///
  /// - Parameters:
  ///   - message: said at the first wait.
  ///   - idle: said when ten seconds have passed: perhaps no host is running.
  mutating func wait(_ message: String, idle: String) async throws {
    if rounds == 0 { print(message) }
    if rounds == 20 { print(idle) }
    fflush(nil)
    rounds += 1
    try await Task.sleep(for: .milliseconds(500))
  }
}
