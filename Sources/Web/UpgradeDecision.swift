/// The answer to a WebSocket handshake.
public enum UpgradeDecision: Sendable {
  /// 101 with these further header fields, then the handler takes over. `subprotocol` must be one that the client
  /// offered, or `nil`.
  case accept(any WebSocketHandler, subprotocol: String? = nil, headers: HTTPHeaders = [:])
  /// 101, an optional last text message, and a close: browsers show a script the close code, but never an HTTP status.
  case acceptThenClose(code: Int, reason: String = "", message: String? = nil, headers: HTTPHeaders = [:])
  /// An HTTP answer instead of 101; its status must not be 101.
  case reject(HTTPResponse)
}
