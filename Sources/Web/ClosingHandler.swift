/// Says its last words and closes: the form that `UpgradeDecision.acceptThenClose` takes on the wire.
final class ClosingHandler: WebSocketHandler {
  private let code: Int
  private let reason: String
  private let message: String?

  init(code: Int, reason: String, message: String?) {
    self.code = code
    self.reason = reason
    self.message = message
  }

  func opened(_ socket: WebSocket) {
    if let message { socket.send(text: message) }
    socket.close(code: code, reason: reason)
  }

  func received(_ message: WebSocketMessage, on socket: WebSocket) {}
}
