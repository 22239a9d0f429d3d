/// What one fsync makes durable.
enum Frame {
  /// Bytes where a frame's header will be, to which the operations are appended.
  static var begun: [UInt8] { [UInt8](repeating: 0, count: FileFormat.frameHeaderBytes) }

  /// Fills in the header of a frame that was `begun`.
  static func finish(_ bytes: inout [UInt8], sequence: UInt64, operations: Int, salt: UInt64) {
    let payload = bytes.count - FileFormat.frameHeaderBytes
    let checksum = bytes.withUnsafeBytes {
      FileFormat.checksum(UnsafeRawBufferPointer(rebasing: $0[FileFormat.frameHeaderBytes...]), salt: salt)
    }
    bytes.set(integer: FileFormat.frameMagic, at: 0)
    bytes.set(integer: sequence, at: 8)
    bytes.set(integer: UInt64(payload), at: 16)
    bytes.set(integer: checksum, at: 24)
    bytes.set(integer: UInt32(operations), at: 28)
    let own = FileFormat.checksum(bytes[8..<FileFormat.frameHeaderBytes], salt: salt)
    bytes.set(integer: own, at: 4)
  }

  /// A frame's header.
  struct Header {
    let sequence: UInt64
    let payload: UInt64
    let checksum: UInt32
    let operations: Int

    /// Reads a header from 32 bytes; nil where they are none.
    init?(_ bytes: UnsafeRawBufferPointer, salt: UInt64) {
      guard bytes.count >= FileFormat.frameHeaderBytes, bytes.integer(at: 0) == FileFormat.frameMagic else {
        return nil
      }
      let covered = UnsafeRawBufferPointer(rebasing: bytes[8..<FileFormat.frameHeaderBytes])
      guard bytes.integer(at: 4) == FileFormat.checksum(covered, salt: salt) else { return nil }
      sequence = bytes.integer(at: 8)
      payload = bytes.integer(at: 16)
      checksum = bytes.integer(at: 24)
      operations = Int(bytes.integer(at: 28, as: UInt32.self))
    }
  }
}
