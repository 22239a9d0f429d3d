import Foundation

/// Reads messages by Foundation's JSON parser: everything that is no frame, and frames that are written unusually.
enum FrameMessageFallback {
  private struct Fields: Decodable {
    var type: String?
    var image: String?
    var frameData: String?
    var sessionToken: String?

    private enum CodingKeys: String, CodingKey {
      case type, image
      case frameData = "frame_data"
      case sessionToken = "session_token"
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
    // Foundation would read UTF-16 too; the protocol has UTF-8 only, and no JSON in UTF-8 has a NUL.
    guard let base = bytes.baseAddress, memchr(base, 0, bytes.count) == nil else { return nil }
    return try? JSONDecoder().decode(Fields.self, from: Data(bytes))
  }
}
