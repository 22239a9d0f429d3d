import Glibc

/// An id as its bytes.
///
/// Swift's strings are equal when they *look* equal: "é" may be one scalar or two. Two tenants must not meet because
/// their ids look the same, and the order of ids is by bytes, so ids are kept and compared as UTF-8.
struct Identifier: Sendable, Hashable, Comparable {
  /// The id, in native UTF-8 storage.
  let text: String

  init(_ text: String) {
    var text = text
    text.makeContiguousUTF8()
    self.text = text
  }

  static func == (a: Self, b: Self) -> Bool { a.text.utf8.count == b.text.utf8.count && a.order(b) == 0 }
  static func < (a: Self, b: Self) -> Bool { a.order(b) < 0 }

  func hash(into hasher: inout Hasher) {
    withBytes { hasher.combine(bytes: $0) }
    hasher.combine(0xFF as UInt8)
  }

  /// Runs `body` with the id's bytes.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let result = text.utf8.withContiguousStorageIfAvailable { body(UnsafeRawBufferPointer($0)) }
    return result ?? Array(text.utf8).withUnsafeBytes(body)
  }

  /// Negative, zero or positive as the first bytes come before, equal or come after the second.
  static func order(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
    // memcmp compares unsigned bytes. An empty buffer has no base address.
    let shared = min(a.count, b.count)
    if shared > 0, let first = a.baseAddress, let second = b.baseAddress {
      let order = memcmp(first, second, shared)
      if order != 0 { return Int(order) }
    }
    return a.count - b.count
  }

  private func order(_ other: Self) -> Int { withBytes { a in other.withBytes { Self.order(a, $0) } } }
}
