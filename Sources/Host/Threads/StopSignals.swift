import Dispatch
import Foundation

/// SIGTERM and SIGINT, from the moment that this has been made: none is lost, and none ends the process by itself.
struct StopSignals {
  private let names: AsyncStream<String>
  /// They watch for as long as they live.
  private let sources: [any DispatchSourceSignal]

  /// Returns once signals are watched: until then they do what they do by default, which is to end the process.
  init() async {
    let (names, continuation) = AsyncStream.makeStream(of: String.self)
    self.names = names
    sources = [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT")].map { number, name in
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield(name) }
      return source
    }
    for source in sources {
      await withCheckedContinuation { registered in
        source.setRegistrationHandler { registered.resume() }
        source.resume()
      }
    }
  }

  /// Waits for the first signal; gives its name.
  func first() async -> String {
    for await name in names { return name }
    return "none"
  }
}
