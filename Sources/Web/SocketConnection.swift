import CBeast

/// Ties a C WebSocket to its handler. Created by the task that accepts the handshake, then touched only by the
/// connection's loop thread.
final class SocketConnection {
  private let handler: any WebSocketHandler
  private let remoteAddress: String
  private let executor: LoopExecutor
  private var socket: WebSocket?

  init(handler: any WebSocketHandler, remoteAddress: String, executor: LoopExecutor) {
    self.handler = handler
    self.remoteAddress = remoteAddress
    self.executor = executor
  }

  func opened(_ pointer: OpaquePointer) {
    let socket = WebSocket(handle: SocketHandle(pointer), remoteAddress: remoteAddress, executor: executor)
    self.socket = socket
    handler.opened(socket)
  }

  func received(_ message: OpaquePointer) {
    guard let socket else { return cb_message_free(message) }
    handler.received(WebSocketMessage(taking: message, from: socket.handle), on: socket)
  }

  func closed(code: Int?) {
    guard let socket else { return }
    handler.closed(socket, code: code)
  }
}
