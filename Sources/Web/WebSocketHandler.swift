/// One WebSocket's side of the application. Every function runs on the connection's network loop, never two at a
/// time, and must not block: start a task for anything longer than a few microseconds.
public protocol WebSocketHandler: AnyObject, Sendable {
  /// The handshake is complete. The first call, once.
  func opened(_ socket: WebSocket)

  /// A whole message has come. The next ones are delivered while the window (`Configuration.messageWindow`) has
  /// credit: credit comes back by `message.returnCredit()`, by `socket.send(…, answering: message)`, or when the
  /// last reference to the message goes.
  func received(_ message: WebSocketMessage, on socket: WebSocket)

  /// The connection has ended. The last call, once. `code` is the close code that the peer sent, else the one that
  /// this side sent; 1005 when the peer's close frame had none; `nil` when the connection was lost without a closing
  /// handshake.
  func closed(_ socket: WebSocket, code: Int?)
}

extension WebSocketHandler {
  public func opened(_ socket: WebSocket) {}
  public func closed(_ socket: WebSocket, code: Int?) {}
}
