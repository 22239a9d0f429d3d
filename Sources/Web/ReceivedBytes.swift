import CBeast

/// Owns the buffer that a message was read into.
// Safe to share: the buffer is never written again, and `cb_message_free` may run on any thread.
final class ReceivedBytes: @unchecked Sendable {
  private let message: OpaquePointer
  let start: UnsafeRawPointer?
  let count: Int

  init(_ message: OpaquePointer) {
    self.message = message
    let data = cb_message_data(message)
    start = UnsafeRawPointer(data.bytes)
    count = data.count
  }

  deinit { cb_message_free(message) }
}
