import Foundation

/// SIGTERM and SIGINT, caught from the moment of making: one that comes while the host still starts is not lost.
///
/// On Linux Dispatch installs a handler of its own, which the usual `signal(number, SIG_IGN)` beside a source would
/// replace, or lose a signal before: until the source listens, a signal ends the process as it does by default.
final class StopSignal {
  private let names: AsyncStream<String>
  private let sources: [any DispatchSourceSignal]

  /// Begins to catch.
  init() {
    let (names, continuation) = AsyncStream.makeStream(of: String.self)
    self.names = names
    sources = [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT")].map { number, name in
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield(name) }
      source.resume()
      return source
    }
  }

  deinit { for source in sources { source.cancel() } }

  /// Waits for the first; its name.
  func wait() async -> String {
    for await name in names { return name }
    return "none"
  }
}
