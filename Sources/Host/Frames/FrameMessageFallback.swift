/// Reads messages by a full JSON parser: everything that is no frame, and frames that are written unusually.
enum FrameMessageFallback {
  private struct Fields {
    var type: String?
    var image: String?
    var frameData: String?
    var sessionToken: String?

    /// - Returns: nil where it is no object, or a field is neither a string nor null.
    init?(_ json: JSONValue) {
      guard json.members != nil else { return nil }
      for (name, field) in [
        ("type", \Fields.type), ("image", \.image), ("frame_data", \.frameData), ("session_token", \.sessionToken),
      ] {
        switch json[name] {
        case nil, .null?: break
        case .string(let text)?: self[keyPath: field] = text
        default: return nil
        }
      }
    }

    func frame(limit: Int) -> Result<[UInt8], FrameMessageError> {
      guard var text = image ?? frameData else { return .failure(.missingImage) }
      return text.withUTF8 { FrameImage.decode(UnsafeRawBufferPointer($0), limit: limit) ?? .failure(.badImage) }
    }
  }

  /// Reads a message.
  static func parse(_ bytes: UnsafeRawBufferPointer, limit: Int) -> FrameMessage {
    guard let fields = fields(bytes) else { return .invalid(.malformed) }
    switch fields.type {
    case "ping": return .ping
    case "stop": return .stop
    case nil where fields.image == nil && fields.frameData == nil: return .invalid(.missingType)
    case "frame", nil:
      switch fields.frame(limit: limit) {
      case .success(let frame): return .frame(frame)
      case .failure(let error): return .invalid(error)
      }
    case let type?: return .other(type: type, json: [UInt8](bytes))
    }
  }

  /// Reads the body of a frame request.
  static func request(_ bytes: UnsafeRawBufferPointer, limit: Int) throws(FrameMessageError) -> FrameRequest {
    guard let fields = fields(bytes), fields.type == nil || fields.type == "frame" else { throw .malformed }
    return FrameRequest(sessionToken: fields.sessionToken, image: try fields.frame(limit: limit).get())
  }

  private static func fields(_ bytes: UnsafeRawBufferPointer) -> Fields? {
    JSONParser.parse(bytes).flatMap(Fields.init)
  }
}
