/// What a decoder refuses before it decodes.
public struct ImageLimits: Sendable, Hashable {
  /// Encoded size, bytes.
  public var maximumBytes: Int
  /// Either side, pixels, from the header.
  public var maximumSide: Int
  /// A picture whose longer side is over this is scaled down while decoding (pixels); results stay in its own pixels.
  public var workingSide: Int

  /// Defaults: 2 MiB, 4096 pixels, worked on at 1280 (api.md §2).
  public init(maximumBytes: Int = 2 << 20, maximumSide: Int = 4096, workingSide: Int = 1280) {
    self.maximumBytes = maximumBytes
    self.maximumSide = maximumSide
    self.workingSide = workingSide
  }
}

/// Why a picture was refused. The text is for the API's user.
public enum ImageError: Error, Sendable, Hashable, CustomStringConvertible {
  case empty
  case tooManyBytes(limit: Int)
  case tooLarge(width: Int, height: Int, limit: Int)
  case unknownFormat
  case damaged

  public var description: String {
    switch self {
    case .empty: "the image is empty"
    case .tooManyBytes(let limit): "the image is larger than \(limit) bytes; send a smaller or more compressed one"
    case .tooLarge(let width, let height, let limit):
      "the image has \(width) x \(height) pixels; at most \(limit) x \(limit) are accepted"
    case .unknownFormat: "the image is not a JPEG, PNG or WebP"
    case .damaged: "the image is damaged and cannot be decoded"
    }
  }
}

/// Decodes pictures. Called on compute threads, from several at a time.
public protocol ImageDecoder: ComponentLifecycle {
  /// Decodes JPEG, PNG or WebP: limits are checked from the header first, EXIF orientation is applied, grey becomes
  /// three equal channels, transparency is laid over white.
  func decode(_ bytes: UnsafeRawBufferPointer, limits: ImageLimits) throws(ImageError) -> Image
}
