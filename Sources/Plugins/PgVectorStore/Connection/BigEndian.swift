// PostgreSQL's binary format is big endian throughout.

extension [UInt8] {
  /// Appends a number, its highest byte first.
  mutating func append(bigEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
  }

  /// Appends a field of a row: its length, then its bytes.
  mutating func append(field: [UInt8]) {
    append(bigEndian: Int32(field.count))
    append(contentsOf: field)
  }
}

extension UnsafeRawBufferPointer {
  /// The number at the beginning; nil where the bytes are not as many as it takes.
  func bigEndian<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
    guard count == MemoryLayout<Number>.size else { return nil }
    return Number(bigEndian: loadUnaligned(as: Number.self))
  }
}
