import CVectorScan

/// A gallery's file taken apart and put together by somebody who knows the format and not the keys: sequence numbers,
/// lengths and checksums are always right.
struct SealedFile {
  private let header: [UInt8]
  private let operations: [UInt32]
  /// The frames' payloads.
  var frames: [[UInt8]] = []

  init(_ file: [UInt8]) {
    var operations: [UInt32] = []
    let identity = Int(Self.integer(file, 24, as: UInt32.self) + Self.integer(file, 28, as: UInt32.self))
    var offset = 72 + (identity + 7) / 8 * 8
    header = Array(file[..<offset])
    while offset < file.count {
      let length = Int(Self.integer(file, offset + 16, as: UInt64.self))
      operations.append(Self.integer(file, offset + 28, as: UInt32.self))
      frames.append(Array(file[offset + 32..<offset + 32 + length]))
      offset += 32 + length
    }
    self.operations = operations
  }

  /// The file.
  var bytes: [UInt8] {
    var file = header
    for (index, payload) in frames.enumerated() {
      let fields =
        Self.bytes(UInt64(index + 1)) + Self.bytes(UInt64(payload.count)) + Self.bytes(checksum(payload))
        + Self.bytes(operations[index])
      file += Array("KFRM".utf8) + Self.bytes(checksum(fields)) + fields + payload
    }
    // An acknowledged length beyond the end would give a shortened file away.
    for mark in [40, 56] where Self.integer(header, mark, as: UInt64.self) > UInt64(file.count) {
      let length = Self.bytes(UInt64(file.count))
      file.replaceSubrange(mark..<mark + 12, with: length + Self.bytes(checksum(length)))
    }
    return file
  }

  private func checksum(_ bytes: [UInt8]) -> UInt32 {
    let salted = Array(header[16..<24]) + bytes
    return kvs_crc32c(0, salted, salted.count)
  }

  private static func integer<Value: FixedWidthInteger>(_ bytes: [UInt8], _ offset: Int, as: Value.Type) -> Value {
    bytes.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self)) }
  }

  private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}
