/// A text message of a client on a session's WebSocket.
enum FrameMessage: Sendable, Hashable {
  /// An image, as encoded by the client (JPEG, PNG or WebP; not looked at yet).
  case frame([UInt8])
  case ping
  case stop
  /// Any other type, with the whole message's JSON: an object.
  case other(type: String, json: [UInt8])
  case invalid(FrameMessageError)
}

/// Why a message is none. Texts are for clients.
enum FrameMessageError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Not a JSON object, or a known field has a wrong type.
  case malformed
  case missingType
  case missingImage
  /// Neither base64 nor a data URL of an image.
  case badImage
  /// More bytes of image than allowed.
  case tooLarge(limit: Int)

  var description: String {
    switch self {
    case .malformed: "the message must be a JSON object with a 'type'"
    case .missingType: "the message has no 'type'"
    case .missingImage: "the frame has no 'image'"
    case .badImage: "'image' must be base64 or a data URL of a JPEG, PNG or WebP image"
    case .tooLarge(let limit): "the image has more than \(limit) bytes"
    }
  }
}

extension FrameMessage {
  /// The largest image, in encoded bytes: 2 MiB.
  static let maximumImageBytes = 2 << 20

  /// Reads a message.
  ///
  /// The image is in `image` or `frame_data`. A message without a type that has an image is a frame. Messages as
  /// clients write them are read without a JSON parser; anything else goes through `JSONParser`.
  ///
  /// - Parameters:
  ///   - bytes: the message's UTF-8.
  ///   - limit: the most bytes that an image may have; checked before decoding.
  static func parse(_ bytes: UnsafeRawBufferPointer, maximumImageBytes limit: Int = maximumImageBytes) -> FrameMessage {
    if let found = FrameMessageScanner.scan(bytes), let decoded = FrameImage.decode(found.image, limit: limit),
      case .success(let frame) = decoded
    {
      return .frame(frame)
    }
    return FrameMessageFallback.parse(bytes, limit: limit)
  }

  /// Reads a message.
  static func parse(_ bytes: [UInt8], maximumImageBytes limit: Int = maximumImageBytes) -> FrameMessage {
    bytes.withUnsafeBytes { parse($0, maximumImageBytes: limit) }
  }
}
