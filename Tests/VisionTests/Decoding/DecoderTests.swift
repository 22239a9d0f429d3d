import Engine
import Foundation
import Testing

/// Every format and every way a picture can be wrong.
@Suite struct DecoderTests {
  private static func decode(_ bytes: [UInt8], _ limits: ImageLimits = ImageLimits()) async throws -> Image {
    let decoder = try await TestComponents.decoder()
    return try bytes.withUnsafeBytes { try decoder.decode($0, limits: limits) }
  }

  private static func pixel(_ image: Image, _ x: Int, _ y: Int) -> [UInt8] {
    let at = (y * image.width + x) * 3
    return [image.pixels[at], image.pixels[at + 1], image.pixels[at + 2]]
  }

  @Test func greyBecomesThreeEqualChannels() async throws {
    let image = try await Self.decode(TestPictures.png(width: 2, height: 1, bits: 8, colour: 0, rows: [[10, 200]]))
    #expect(Self.pixel(image, 0, 0) == [10, 10, 10] && Self.pixel(image, 1, 0) == [200, 200, 200])
    #expect(image.scale == 1)
  }

  @Test func sixteenBitsKeepTheirBrightness() async throws {
    let rows: [[UInt8]] = [[0x80, 0x00, 0xFF, 0xFF, 0x00, 0x00]]
    let image = try await Self.decode(TestPictures.png(width: 1, height: 1, bits: 16, colour: 2, rows: rows))
    #expect(Self.pixel(image, 0, 0) == [0, 255, 128])
  }

  @Test func transparencyLiesOverWhite() async throws {
    let rows: [[UInt8]] = [[255, 0, 0, 255, 255, 0, 0, 0]]
    let image = try await Self.decode(TestPictures.png(width: 2, height: 1, bits: 8, colour: 6, rows: rows))
    #expect(Self.pixel(image, 0, 0) == [0, 0, 255] && Self.pixel(image, 1, 0) == [255, 255, 255])
  }

  @Test func paletteIsLookedUp() async throws {
    let bytes = TestPictures.png(
      width: 2, height: 1, bits: 8, colour: 3, rows: [[1, 0]], chunks: [("PLTE", [1, 2, 3, 40, 50, 60])])
    let image = try await Self.decode(bytes)
    #expect(Self.pixel(image, 0, 0) == [60, 50, 40] && Self.pixel(image, 1, 0) == [3, 2, 1])
  }

  /// Where the stored upper left, upper right, lower left and lower right pixel are seen: EXIF 2.3, figure of tag 0x0112.
  @Test(
    arguments: [
      (1, ["A", "B", "C", "D"]), (2, ["B", "A", "D", "C"]), (3, ["D", "C", "B", "A"]), (4, ["C", "D", "A", "B"]),
      (5, ["A", "C", "B", "D"]), (6, ["C", "A", "D", "B"]), (7, ["D", "B", "C", "A"]), (8, ["B", "D", "A", "C"]),
    ] as [(UInt8, [String])])
  func orientationTurnsThePicture(_ orientation: UInt8, _ seen: [String]) async throws {
    let level: [String: UInt8] = ["A": 10, "B": 90, "C": 160, "D": 240]
    let bytes = TestPictures.png(
      width: 2, height: 2, bits: 8, colour: 0, rows: [[10, 90], [160, 240]],
      chunks: [("eXIf", TestPictures.exif(orientation: orientation))])
    let image = try await Self.decode(bytes)
    let found = [(0, 0), (1, 0), (0, 1), (1, 1)].map { Self.pixel(image, $0.0, $0.1)[0] }
    #expect(found == seen.map { level[$0] ?? 0 })
  }

  @Test func jpegOrientationSwapsTheSides() async throws {
    let upright = try TestFiles.bytes(TestFiles.photos.appending(path: "obama2.jpg"))
    let plain = try await Self.decode(upright)
    for orientation in UInt8(1)...8 {
      let image = try await Self.decode(TestPictures.jpeg(upright, orientation: orientation))
      let turned = orientation >= 5
      #expect(image.width == (turned ? plain.height : plain.width))
      #expect(image.height == (turned ? plain.width : plain.height))
    }
  }

  @Test func aLargePictureIsScaledToTheWorkingSide() async throws {
    let bytes = try TestFiles.bytes(TestFiles.photos.appending(path: "obama.jpg"))
    let full = try await Self.decode(bytes)
    let small = try await Self.decode(bytes, ImageLimits(workingSide: 300))
    #expect(max(small.width, small.height) == 300)
    #expect(abs(small.scale - Float(max(full.width, full.height)) / 300) < 0.01)
  }

  @Test func limitsAreCheckedBeforeDecoding() async throws {
    let bytes = try TestFiles.bytes(TestFiles.photos.appending(path: "obama.jpg"))
    await #expect(throws: ImageError.tooManyBytes(limit: 1000)) {
      try await Self.decode(bytes, ImageLimits(maximumBytes: 1000))
    }
    let full = try await Self.decode(bytes)
    await #expect(throws: ImageError.tooLarge(width: full.width, height: full.height, limit: 100)) {
      try await Self.decode(bytes, ImageLimits(maximumSide: 100))
    }
    // A header that promises a picture of many gigabytes.
    let bomb = TestPictures.png(width: 2_000_000_000, height: 2_000_000_000, bits: 16, colour: 6, rows: [[]])
    await #expect(throws: ImageError.tooLarge(width: 2_000_000_000, height: 2_000_000_000, limit: 4096)) {
      try await Self.decode(bomb)
    }
  }

  @Test func whatIsNoPictureIsRefused() async throws {
    await #expect(throws: ImageError.empty) { try await Self.decode([]) }
    for bytes in [[0], Array("GIF89a".utf8), Array("<svg></svg>".utf8), [UInt8](repeating: 0, count: 4096)] {
      await #expect(throws: ImageError.unknownFormat) { try await Self.decode(bytes) }
    }
    await #expect(throws: ImageError.damaged) { try await Self.decode([0xFF, 0xD8, 0xFF, 0xE0]) }
  }

  @Test func webPIsDecoded() async throws {
    // One white lossless pixel.
    let bytes = try #require(Data(base64Encoded: "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="))
    let image = try await Self.decode([UInt8](bytes))
    #expect(image.width == 1 && image.height == 1)
    for count in 1..<bytes.count where count > 11 {
      await #expect(throws: ImageError.self) { try await Self.decode(Array(bytes.prefix(count))) }
    }
  }

  @Test(arguments: ["obama2.jpg", "t1.jpg", "Tom_Hanks_54745.png"])
  func aTruncatedPictureIsDamaged(_ name: String) async throws {
    let bytes = try TestFiles.bytes(TestFiles.photos.appending(path: name))
    for share in [0.1, 0.5, 0.9, 0.99] {
      let part = Array(bytes.prefix(Int(Double(bytes.count) * share)))
      await #expect(throws: ImageError.damaged, "\(name) cut at \(share)") { try await Self.decode(part) }
    }
  }

  /// The decompressor that a thread keeps must forget what the damaged picture left in it.
  @Test func aGoodPictureDecodesAfterADamagedOne() async throws {
    let bytes = try TestFiles.bytes(TestFiles.photos.appending(path: "t1.jpg"))
    let decoder = try await TestComponents.decoder()
    for cut in [4, 30, 200, 500, 2000, bytes.count / 2] {
      _ = try? Array(bytes.prefix(cut)).withUnsafeBytes { try decoder.decode($0, limits: ImageLimits()) }
      let image = try bytes.withUnsafeBytes { try decoder.decode($0, limits: ImageLimits()) }
      #expect(image.width > 0, "after one cut at \(cut)")
    }
  }

  /// Bits flipped and ends cut anywhere: any answer but a crash.
  @Test(arguments: ["t1.jpg", "Tom_Hanks_54745.png"])
  func damageNeverCrashes(_ name: String) async throws {
    let bytes = try TestFiles.bytes(TestFiles.photos.appending(path: name))
    let decoder = try await TestComponents.decoder()
    var state: UInt64 = 42
    func random(_ below: Int) -> Int {
      // SplitMix64 (Steele et al. 2014): the same damage in every run.
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return Int((mixed ^ mixed >> 31) % UInt64(below))
    }
    for round in 0..<120 {
      var damaged = bytes
      for _ in 0..<(1 + round % 8) {
        // Every other round hits the headers, where sizes and tables are.
        damaged[random(round % 2 == 0 ? min(700, damaged.count) : damaged.count)] ^= 1 << UInt8(random(8))
      }
      if round % 3 == 0 { damaged.removeLast(random(damaged.count)) }
      _ = try? damaged.withUnsafeBytes { try decoder.decode($0, limits: ImageLimits(workingSide: 320)) }
    }
  }
}
