import CCrypto

/// Comparison in a time that does not tell where two values differ.
enum ConstantTime {
  /// Whether both are equal. The time tells their lengths only.
  static func equal(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    a.count == b.count && kenali_equal(a.baseAddress, b.baseAddress, a.count) == 1
  }

  /// Whether both are equal. The time tells their lengths only.
  static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.withUnsafeBufferPointer { left in b.withUnsafeBufferPointer { right in equal(left, right) } }
  }
}
