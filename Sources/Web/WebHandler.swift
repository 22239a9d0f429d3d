/// The application behind a `WebServer`.
///
/// Both functions run in a task whose preferred executor is the connection's network loop: they must not block and
/// should hand long computations to other threads. Suspending is fine; the loop serves others meanwhile.
public protocol WebHandler: Sendable {
  /// Answers one request. Requests of one connection are answered one after the other, in order.
  func respond(to request: HTTPRequest) async -> HTTPResponse

  /// Decides on a WebSocket handshake whose form is already known to be right.
  func upgrade(_ request: HTTPRequest) async -> UpgradeDecision
}

extension WebHandler {
  /// Refuses every WebSocket with 404.
  public func upgrade(_ request: HTTPRequest) async -> UpgradeDecision {
    .reject(HTTPResponse(status: 404))
  }
}
