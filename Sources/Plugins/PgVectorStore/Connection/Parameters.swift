/// The parameters of a statement in PostgreSQL's binary format, one after another in one buffer.
struct Parameters {
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int] = []

  /// No parameters.
  init() {}

  /// A `bigint`.
  mutating func append(_ number: Int) { append { $0.append(bigEndian: Int64(number)) } }

  /// A `bytea`.
  mutating func append(_ value: [UInt8]) { append { $0.append(contentsOf: value) } }

  /// A `halfvec`.
  mutating func append(vector values: [Float]) { append { HalfVector.append(values, to: &$0) } }

  /// A `bytea[]`.
  mutating func append(_ values: [[UInt8]]) {
    append { bytes in
      bytes.append(bigEndian: Int32(1))  // dimensions
      bytes.append(bigEndian: Int32(0))  // no nulls
      bytes.append(bigEndian: byteaType)
      bytes.append(bigEndian: Int32(values.count))
      bytes.append(bigEndian: Int32(1))  // the first index
      for value in values { bytes.append(field: value) }
    }
  }

  private mutating func append(_ write: (inout [UInt8]) -> Void) {
    write(&bytes)
    ends.append(bytes.count)
  }

  /// Calls `body` with pointers to the values and their lengths, as libpq takes them.
  func withPointers<Result>(
    _ body: (_ values: [UnsafePointer<CChar>?], _ lengths: [Int32]) throws -> Result
  ) rethrows -> Result {
    // A null pointer would be an SQL null: one byte more, so that empty values at the end have an address too.
    try (bytes + [0]).withUnsafeBytes { raw in
      var values: [UnsafePointer<CChar>?] = []
      var lengths: [Int32] = []
      var start = 0
      for end in ends {
        values.append(raw.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self))
        lengths.append(Int32(end - start))
        start = end
      }
      return try body(values, lengths)
    }
  }
}

/// `bytea` in pg_type; built-in types have fixed numbers.
private let byteaType: Int32 = 17
