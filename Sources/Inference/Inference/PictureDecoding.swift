internal import CImage
public import Engine

/// Encoded pictures (JPEG, PNG, WebP) to upright images.
public enum PictureDecoding {
  /// Decodes after checking `limits` against the header; never touches the pixels of a picture it refuses.
  ///
  /// A picture whose longer side is over `limits.workingSide` comes out with that longer side and a `scale` over 1.
  public static func decode(_ bytes: UnsafeRawBufferPointer, limits: ImageLimits) throws(ImageError) -> Image {
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), !bytes.isEmpty else { throw .empty }
    guard bytes.count <= limits.maximumBytes else { throw .tooManyBytes(limit: limits.maximumBytes) }
    var header = cimage_header()
    try check(cimage_read_header(base, bytes.count, &header))
    let width = Int(header.width)
    let height = Int(header.height)
    guard max(width, height) <= limits.maximumSide else {
      throw .tooLarge(width: width, height: height, limit: limits.maximumSide)
    }
    let shrink = max(1, Float(max(width, height)) / Float(max(1, limits.workingSide)))
    let stored = (width: fit(width, shrink), height: fit(height, shrink))
    let orientation = PictureOrientation.find(in: bytes)
    let turned = orientation.swapsSides
    return try Image(
      width: turned ? stored.height : stored.width, height: turned ? stored.width : stored.height, scale: shrink
    ) { (pixels) throws(ImageError) in
      try check(
        cimage_decode(
          base, bytes.count, &header, Int32(stored.width), Int32(stored.height), Int32(orientation.rawValue),
          pixels.bytes))
    }
  }

  private static func fit(_ side: Int, _ shrink: Float) -> Int { max(1, Int((Float(side) / shrink).rounded())) }

  private static func check(_ status: Int32) throws(ImageError) {
    switch Int(status) {
    case CIMAGE_OK: return
    case CIMAGE_UNKNOWN_FORMAT: throw .unknownFormat
    default: throw .damaged
    }
  }
}
