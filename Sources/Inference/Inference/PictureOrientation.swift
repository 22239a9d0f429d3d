/// How a picture's stored rows and columns lie on the upright picture: EXIF 2.3, tag 0x0112, values 1…8.
struct PictureOrientation: RawRepresentable, Hashable {
  let rawValue: Int

  init?(rawValue: Int) {
    guard (1...8).contains(rawValue) else { return nil }
    self.rawValue = rawValue
  }

  private init() { rawValue = 1 }

  /// Stored as seen.
  static let upright = PictureOrientation()

  /// Whether rows become columns.
  var swapsSides: Bool { rawValue >= 5 }

  /// The orientation in a JPEG's, PNG's or WebP's EXIF data; upright where there is none or it makes no sense.
  static func find(in bytes: UnsafeRawBufferPointer) -> PictureOrientation {
    guard let exif = exifBlock(bytes), let value = orientationTag(exif) else { return .upright }
    return PictureOrientation(rawValue: value) ?? .upright
  }

  /// The TIFF structure inside the picture.
  private static func exifBlock(_ bytes: UnsafeRawBufferPointer) -> ByteReader? {
    let reader = ByteReader(bytes: bytes, start: 0, end: bytes.count)
    if reader.byte(0) == 0xFF, reader.byte(1) == 0xD8 { return inJPEG(reader) }
    if reader.matches("PNG", at: 1) { return inPNG(reader) }
    if reader.matches("RIFF", at: 0), reader.matches("WEBP", at: 8) { return inWebP(reader) }
    return nil
  }

  private static func inJPEG(_ reader: ByteReader) -> ByteReader? {
    var at = 2
    while let mark = reader.byte(at), mark == 0xFF, let kind = reader.byte(at + 1) {
      if kind == 0xFF {
        // Any number of fill bytes may stand before a marker.
        at += 1
        continue
      }
      // Start of scan: no application segment follows.
      guard kind != 0xDA, kind != 0xD9, let length = reader.number(at + 2, bytes: 2, bigEndian: true), length >= 2
      else { return nil }
      if kind == 0xE1, reader.matches("Exif\0\0", at: at + 4) { return reader.part(at + 10, at + 2 + length) }
      at += 2 + length
    }
    return nil
  }

  private static func inPNG(_ reader: ByteReader) -> ByteReader? {
    var at = 8
    while let length = reader.number(at, bytes: 4, bigEndian: true) {
      if reader.matches("eXIf", at: at + 4) { return reader.part(at + 8, at + 8 + length) }
      at += 12 + length
    }
    return nil
  }

  private static func inWebP(_ reader: ByteReader) -> ByteReader? {
    var at = 12
    while let length = reader.number(at + 4, bytes: 4, bigEndian: false) {
      if reader.matches("EXIF", at: at) {
        // Some writers put JPEG's prefix here too.
        let start = reader.matches("Exif\0\0", at: at + 8) ? at + 14 : at + 8
        return reader.part(start, at + 8 + length)
      }
      at += 8 + length + length % 2
    }
    return nil
  }

  /// Tag 0x0112 of the first directory of a TIFF structure.
  private static func orientationTag(_ tiff: ByteReader) -> Int? {
    let bigEndian: Bool
    if tiff.matches("MM", at: 0) {
      bigEndian = true
    } else if tiff.matches("II", at: 0) {
      bigEndian = false
    } else {
      return nil
    }
    guard let directory = tiff.number(4, bytes: 4, bigEndian: bigEndian),
      let entries = tiff.number(directory, bytes: 2, bigEndian: bigEndian)
    else { return nil }
    for index in 0..<entries {
      let entry = directory + 2 + index * 12
      guard let tag = tiff.number(entry, bytes: 2, bigEndian: bigEndian) else { return nil }
      if tag == 0x0112 { return tiff.number(entry + 8, bytes: 2, bigEndian: bigEndian) }
    }
    return nil
  }
}

/// Reads numbers out of bytes from a stranger; nothing outside its part can be reached.
private struct ByteReader {
  let bytes: UnsafeRawBufferPointer
  let start: Int
  let end: Int

  func byte(_ offset: Int) -> UInt8? {
    guard offset >= 0, offset < end - start else { return nil }
    return bytes[start + offset]
  }

  func number(_ offset: Int, bytes count: Int, bigEndian: Bool) -> Int? {
    guard offset >= 0, offset <= end - start - count else { return nil }
    var value = 0
    for index in 0..<count {
      let next = Int(bytes[start + offset + (bigEndian ? index : count - 1 - index)])
      value = value << 8 | next
    }
    return value
  }

  func matches(_ text: StaticString, at offset: Int) -> Bool {
    guard offset >= 0, offset <= end - start - text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { wanted in
      wanted.indices.allSatisfy { bytes[start + offset + $0] == wanted[$0] }
    }
  }

  /// The bytes from `from` up to `to`, or up to this part's end where `to` lies behind it.
  func part(_ from: Int, _ to: Int) -> ByteReader? {
    guard from >= 0, from < to, from < end - start else { return nil }
    return ByteReader(bytes: bytes, start: start + from, end: min(end, start + to))
  }
}
