/// The body of `POST …/process-frame/`: a frame and the session that it is for.
struct FrameRequest: Sendable, Hashable {
  /// nil where the body has none: the header may.
  var sessionToken: String?
  /// An image, as encoded by the client; not looked at yet.
  var image: [UInt8]

  /// Reads a body: JSON with `session_token` and `frame_data` or `image`, by the rules of `FrameMessage.parse`.
  static func parse(
    _ bytes: UnsafeRawBufferPointer, maximumImageBytes limit: Int = FrameMessage.maximumImageBytes
  ) throws(FrameMessageError) -> FrameRequest {
    if let found = FrameMessageScanner.scan(bytes), let decoded = FrameImage.decode(found.image, limit: limit),
      case .success(let image) = decoded
    {
      return FrameRequest(sessionToken: found.sessionToken.map { String(decoding: $0, as: UTF8.self) }, image: image)
    }
    return try FrameMessageFallback.request(bytes, limit: limit)
  }
}
