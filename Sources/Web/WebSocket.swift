import CBeast

/// One WebSocket connection, as the application sees it. Every function may be called from any thread and after the
/// connection has ended.
public final class WebSocket: Sendable {
  /// The peer's IP address, without the port.
  public let remoteAddress: String
  /// The connection's network loop: tasks that prefer it run on the thread that calls the handler.
  public let executor: any TaskExecutor
  let handle: SocketHandle

  init(handle: SocketHandle, remoteAddress: String, executor: any TaskExecutor) {
    self.handle = handle
    self.remoteAddress = remoteAddress
    self.executor = executor
  }

  /// Queues a text message. With `answering`, that message's read credit goes back once this one has been written,
  /// so a peer that never reads is soon not read from either.
  ///
  /// Returns false, and queues nothing, when the connection is closing or gone, or when its queue is over
  /// `Configuration.outputLimit`; in the last case it is closed with 1013.
  @discardableResult
  public func send(text: String, answering message: WebSocketMessage? = nil) -> Bool {
    var text = text
    return text.withUTF8 { send(UnsafeRawBufferPointer($0), isText: true, answering: message) }
  }

  /// Queues a text message whose bytes must be valid UTF-8.
  @discardableResult
  public func send(text: [UInt8], answering message: WebSocketMessage? = nil) -> Bool {
    text.withUnsafeBytes { send($0, isText: true, answering: message) }
  }

  /// Queues a binary message.
  @discardableResult
  public func send(binary: [UInt8], answering message: WebSocketMessage? = nil) -> Bool {
    binary.withUnsafeBytes { send($0, isText: false, answering: message) }
  }

  /// Closes behind what is already queued; what comes later is dropped. `code` is 1000…4999; of the reason the first
  /// 123 bytes are sent. Further calls do nothing.
  public func close(code: Int = WebSocketCloseCode.normal, reason: String = "") {
    // 1004…1006 and 1015 may not appear in a close frame.
    let sendable = (1000...4999).contains(code) && !(1004...1006).contains(code) && code != 1015
    var reason = reason
    reason.withUTF8 {
      cb_socket_close(
        handle.pointer, Int32(sendable ? code : WebSocketCloseCode.internalError), cb_slice(UnsafeRawBufferPointer($0)))
    }
  }

  /// Bytes queued and not yet written.
  public var queuedBytes: Int { Int(cb_socket_queued(handle.pointer)) }

  private func send(_ bytes: UnsafeRawBufferPointer, isText: Bool, answering message: WebSocketMessage?) -> Bool {
    let credit = message?.takeCredit() ?? false
    let sent = cb_socket_send(handle.pointer, isText, cb_slice(bytes), credit)
    if !sent && credit { cb_socket_return_credit(handle.pointer) }
    return sent
  }
}
