import CBeast

extension cb_slice {
  /// A view of the buffer, valid for as long as the buffer is.
  init(_ buffer: UnsafeRawBufferPointer) {
    self.init(bytes: buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), count: buffer.count)
  }

  var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: count) }

  /// The bytes as text; invalid UTF-8 is replaced.
  var text: String { String(decoding: buffer, as: UTF8.self) }
}
