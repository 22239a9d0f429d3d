import CBeast
import Synchronization

/// A whole message from a WebSocket's peer, held without a copy.
///
/// It carries one read credit of its connection: see `WebSocketHandler.received`.
public final class WebSocketMessage: Sendable {
  public enum Kind: Sendable {
    /// Valid UTF-8: the network layer has checked it.
    case text
    case binary
  }

  public let kind: Kind
  /// The bytes. They stay valid, and count towards `Configuration.bufferedLimit`, for as long as the payload is held,
  /// even after this object has gone.
  public let payload: Payload
  private let socket: SocketHandle?
  private let hasCredit: Atomic<Bool>

  /// A message that came from no connection: for tests of handlers.
  public init(kind: Kind, bytes: [UInt8]) {
    self.kind = kind
    payload = Payload(bytes)
    socket = nil
    hasCredit = Atomic(false)
  }

  init(taking message: OpaquePointer, from socket: SocketHandle) {
    let bytes = ReceivedBytes(message)
    kind = cb_message_is_text(message) ? .text : .binary
    payload = Payload(start: bytes.start, count: bytes.count, owner: bytes)
    self.socket = socket
    hasCredit = Atomic(true)
  }

  deinit { returnCredit() }

  /// The payload as text; in a binary message, invalid UTF-8 is replaced.
  public var text: String { payload.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }

  /// Lets the connection deliver one more message. Further calls do nothing.
  public func returnCredit() {
    guard takeCredit(), let socket else { return }
    cb_socket_return_credit(socket.pointer)
  }

  /// True for the one caller that now owes the connection its credit.
  func takeCredit() -> Bool { hasCredit.exchange(false, ordering: .acquiringAndReleasing) }
}
