import Engine
import Foundation
import Testing

@Suite struct ImageTests {
  @Test func fillWritesThePixels() {
    let image = Image(width: 2, height: 3) { bytes in
      for index in bytes.indices { bytes[index] = UInt8(index) }
    }
    #expect(image.width == 2)
    #expect(image.height == 3)
    #expect(image.stride == 6)
    #expect(image.scale == 1)
    #expect(Array(image.pixels) == Array(0..<18))
  }

  @Test func scaleIsKept() {
    #expect(Image.grey(width: 1, height: 1, scale: 3.5).scale == 3.5)
  }

  @Test func rowsAreAlignedForVectorInstructions() {
    for width in 1...20 {
      let image = Image.grey(width: width, height: 3)
      #expect(image.pixels.baseAddress.map { Int(bitPattern: $0) % 64 } == 0)
      #expect(image.pixels.count == width * 9)
    }
  }

  private struct Torn: Error {}

  @Test func whatFillThrowsComesOut() {
    #expect(throws: Torn.self) { try Image(width: 1, height: 1) { _ throws(Torn) in throw Torn() } }
  }

  @Test func aFillThatThrowsFreesThePixels() throws {
    // 64 times 256 MiB of untouched address space: a leak of them cannot hide in what else this process does.
    let before = try addressSpace()
    for _ in 0..<64 {
      _ = try? Image(width: 1 << 14, height: (1 << 14) / 3) { _ throws(Torn) in throw Torn() }
    }
    #expect(try addressSpace() - before < 8 << 30)
  }

  @Test func anImageFreesItsPixels() throws {
    let before = try addressSpace()
    for _ in 0..<64 {
      let image = Image(width: 1 << 14, height: (1 << 14) / 3) { $0[0] = 7 }
      #expect(image.pixels[0] == 7)
    }
    #expect(try addressSpace() - before < 8 << 30)
  }

  /// The process's virtual memory, bytes.
  private func addressSpace() throws -> Int {
    let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    return try #require(pages.first.flatMap { Int($0) }) * sysconf(Int32(_SC_PAGESIZE))
  }

  @Test func limitsAreTheDocumentedOnes() {
    let limits = ImageLimits()
    #expect(limits.maximumBytes == 2_097_152)
    #expect(limits.maximumSide == 4096)
    #expect(limits.workingSide == 1280)
  }

  @Test func errorsSayWhatIsWrong() {
    #expect("\(ImageError.empty)" == "the image is empty")
    #expect(
      "\(ImageError.tooManyBytes(limit: 9))"
        == "the image is larger than 9 bytes; send a smaller or more compressed one")
    #expect(
      "\(ImageError.tooLarge(width: 5000, height: 10, limit: 4096))"
        == "the image has 5000 x 10 pixels; at most 4096 x 4096 are accepted")
    #expect("\(ImageError.unknownFormat)" == "the image is not a JPEG, PNG or WebP")
    #expect("\(ImageError.damaged)" == "the image is damaged and cannot be decoded")
  }

  @Test func eyeOpennessIsTheMeanOfBothEyes() {
    #expect(EyeOpenness(left: 0.25, right: 0.5).mean == 0.375)
  }
}
