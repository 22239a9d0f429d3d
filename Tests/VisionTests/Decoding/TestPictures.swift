import Foundation

/// Small pictures made by hand, as hex where a library would be needed to write them.
enum TestPictures {
  /// A PNG of stored (not compressed) blocks; `rows` are the raw bytes of each row, without the filter byte.
  static func png(
    width: Int, height: Int, bits: UInt8, colour: UInt8, rows: [[UInt8]], chunks: [(String, [UInt8])] = []
  ) -> [UInt8] {
    let raw: [UInt8] = rows.flatMap { (row: [UInt8]) -> [UInt8] in [0] + row }
    var stream: [UInt8] = [0x78, 0x01, 0x01]
    let count = UInt16(truncatingIfNeeded: raw.count)
    stream += [UInt8(count & 0xFF), UInt8(count >> 8), UInt8(~count & 0xFF), UInt8(~count >> 8)]
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in raw {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    stream += raw + big(b << 16 | a)
    let header: [UInt8] = big(UInt32(width)) + big(UInt32(height)) + [bits, colour, 0, 0, 0]
    let parts: [(String, [UInt8])] = [("IHDR", header)] + chunks + [("IDAT", stream), ("IEND", [])]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + parts.flatMap { chunk($0.0, $0.1) }
  }

  /// An EXIF block (TIFF, big-endian) that holds only an orientation.
  static func exif(orientation: UInt8) -> [UInt8] {
    [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
  }

  /// A JPEG with an EXIF segment put behind its start marker.
  static func jpeg(_ jpeg: [UInt8], orientation: UInt8) -> [UInt8] {
    let body = Array("Exif\0\0".utf8) + exif(orientation: orientation)
    return Array(jpeg[..<2]) + [0xFF, 0xE1, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 0xFF)] + body
      + jpeg[2...]
  }

  private static func chunk(_ kind: String, _ body: [UInt8]) -> [UInt8] {
    let content = Array(kind.utf8) + body
    return big(UInt32(body.count)) + content + big(crc(content))
  }

  private static func big(_ value: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> UInt32($0) & 0xFF) } }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc = ~UInt32(0)
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
