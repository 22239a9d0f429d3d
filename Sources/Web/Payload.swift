/// The bytes of a request body or of a WebSocket message: immutable, shared without copies.
// Safe to share: the pointed-to bytes are immutable and live as long as `owner`, which every copy retains.
public struct Payload: @unchecked Sendable, RandomAccessCollection {
  private let start: UnsafeRawPointer?
  public let count: Int
  private let owner: AnyObject

  /// A copy of `bytes`.
  public init(_ bytes: [UInt8]) {
    let copy = PayloadCopy(bytes)
    self.init(start: UnsafeRawPointer(copy.buffer.baseAddress), count: bytes.count, owner: copy)
  }

  /// A view of foreign bytes that stay in place and unchanged while `owner` lives.
  init(start: UnsafeRawPointer?, count: Int, owner: AnyObject) {
    self.start = start
    self.count = count
    self.owner = owner
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { count }
  public subscript(position: Int) -> UInt8 {
    precondition(position >= 0 && position < count, "index out of range")
    return withUnsafeBytes { $0[position] }
  }

  /// A copy as an array, made in one piece.
  public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

  /// The bytes in place; the pointer is valid only during the call.
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // `owner` must outlive the call: the last use of `self` would otherwise be the pointer's load.
    defer { extendLifetime(owner) }
    return try body(UnsafeRawBufferPointer(start: start, count: count))
  }

  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result? {
    try withUnsafeBytes { try body($0.assumingMemoryBound(to: UInt8.self)) }
  }
}

/// Keeps a payload's own copy of an array at a fixed address.
private final class PayloadCopy {
  let buffer: UnsafeMutableBufferPointer<UInt8>

  init(_ bytes: [UInt8]) {
    buffer = .allocate(capacity: bytes.count)
    _ = buffer.initialize(fromContentsOf: bytes)
  }

  deinit { buffer.deallocate() }
}
