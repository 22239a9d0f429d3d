import Engine

/// pgvector's `halfvec` in its binary form: the count (16 bits), 16 unused bits, then IEEE 754 halves.
enum HalfVector {
  /// What pgvector can keep.
  static let dimensions = 1...16_000
  /// What pgvector can index.
  static let indexable = 1...4_000
  /// A number of a unit vector is at most one, so rounding it to 11 significant bits moves it by at most 2^-12. Reading
  /// scales the vector back to length one, which moves it by as much again at most.
  static let precision: Float = 1 / 2048

  /// Appends the binary form of `values`.
  static func append(_ values: [Float], to bytes: inout [UInt8]) {
    bytes.append(bigEndian: Int16(values.count))
    bytes.append(bigEndian: Int16(0))
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: values.count * 2))
    bytes.withUnsafeMutableBytes { raw in
      for (index, value) in values.enumerated() {
        raw.storeBytes(of: Float16(value).bitPattern.bigEndian, toByteOffset: start + index * 2, as: UInt16.self)
      }
    }
  }

  /// How many bytes the binary form has.
  static func size(dimension: Int) -> Int { 4 + dimension * 2 }

  /// The numbers of a binary form; nil where it is none.
  static func values(_ bytes: UnsafeRawBufferPointer) -> [Float]? {
    guard bytes.count >= 4 else { return nil }
    let count = Int(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
    guard count > 0, bytes.count == size(dimension: count) else { return nil }
    return (0..<count).map { index in
      let pattern = UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 4 + index * 2, as: UInt16.self))
      return Float(Float16(bitPattern: pattern))
    }
  }
}
