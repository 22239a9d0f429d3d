import CCrypto

/// Bytes that must not show up in logs or linger in memory: they print as a placeholder and are wiped when let go.
struct SecretBytes: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
  private let storage: Storage

  /// A copy of `bytes`.
  init(_ bytes: some Collection<UInt8>) { storage = Storage(bytes) }

  /// How many bytes.
  var count: Int { storage.buffer.count }

  /// Hands the bytes to `body`, which must not let them escape.
  func withBytes<Value>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Value) rethrows -> Value {
    try withExtendedLifetime(storage) { try body(UnsafeBufferPointer(storage.buffer)) }
  }

  /// A part of the bytes.
  subscript(range: Range<Int>) -> SecretBytes { withBytes { SecretBytes($0[range]) } }

  var description: String { "(secret)" }
  var customMirror: Mirror { Mirror(self, children: []) }

  /// In constant time.
  static func == (a: Self, b: Self) -> Bool {
    a.withBytes { left in b.withBytes { right in ConstantTime.equal(left, right) } }
  }

  func hash(into hasher: inout Hasher) { withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) } }

  // Safe to share between threads: the buffer is written in `init` only, and freed when nobody refers to it any more.
  private final class Storage: @unchecked Sendable {
    let buffer: UnsafeMutableBufferPointer<UInt8>

    init(_ bytes: some Collection<UInt8>) {
      buffer = .allocate(capacity: bytes.count)
      _ = buffer.initialize(from: bytes)
    }

    deinit {
      kenali_cleanse(buffer.baseAddress, buffer.count)
      buffer.deallocate()
    }
  }
}
