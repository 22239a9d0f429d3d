import Engine
import EngineTestKit
import Glibc

/// Pictures drawn for tests.
enum TestPicture {
  /// A grey picture; `value` gives 0…255, and other numbers are cut.
  static func grey(_ width: Int = 320, _ height: Int = 240, _ value: (Int, Int) -> Double) -> Image {
    Image(width: width, height: height) { pixels in
      for y in 0..<height {
        for x in 0..<width {
          let grey = UInt8(min(255, max(0, value(x, y).rounded())))
          for channel in 0..<3 { pixels[(y * width + x) * 3 + channel] = grey }
        }
      }
    }
  }

  /// Normal noise about 128; the same each time.
  static func noise(_ deviation: Double = 8) -> (Int, Int) -> Double {
    var generator = SeededGenerator(seed: 5)
    let values = (0..<65_536).map { _ in Double(generator.normal()) * deviation }
    return { x, y in 128 + values[(y * 320 + x) & 65_535] }
  }

  /// A wave over the plane, cycles per 128 pixels.
  static func wave(_ x: Int, _ y: Int, across: Double, down: Double) -> Double {
    cos(2 * .pi * (across * Double(x) + down * Double(y)) / 128)
  }

  /// A face with this box in the middle of a picture of 320×240.
  static let face = Face(box: Rect(x: 110, y: 60, width: 100, height: 120), confidence: 1, landmarks: [])
}
