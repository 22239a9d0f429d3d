import Web

/// The encoded picture of one frame, without a copy where it came as a binary message.
enum FrameBytes: Sendable {
  case payload(Payload)
  case decoded([UInt8])

  var count: Int {
    switch self {
    case .payload(let payload): payload.count
    case .decoded(let bytes): bytes.count
    }
  }

  /// The bytes in place; the pointer is valid only during the call.
  func withUnsafeBytes<Value>(_ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
    switch self {
    case .payload(let payload): try payload.withUnsafeBytes(body)
    case .decoded(let bytes): try bytes.withUnsafeBytes(body)
    }
  }
}
