import CBeast

/// Owns one reference to a connection's C handle.
// Safe to share: every function that takes the handle may be called from any thread.
final class SocketHandle: @unchecked Sendable {
  let pointer: OpaquePointer
  init(_ pointer: OpaquePointer) { self.pointer = pointer }
  deinit { cb_socket_release(pointer) }
}
