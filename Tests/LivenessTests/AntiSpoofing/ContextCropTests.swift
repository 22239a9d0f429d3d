import Engine
import Testing

@testable import Liveness

/// The crop rule of Silent-Face-Anti-Spoofing on boxes calculated by hand.
@Suite struct ContextCropTests {
  private func crop(_ box: Rect, _ scale: Double = 2) -> [Int]? {
    ContextCrop(around: box, scale: scale, width: 401, height: 301).map { [$0.left, $0.top, $0.right, $0.bottom] }
  }

  @Test("a box in the middle grows about its middle")
  func middle() { #expect(crop(Rect(x: 150, y: 100, width: 100, height: 80)) == [100, 60, 300, 220]) }

  @Test("a box at a border grows inwards: it is shifted, not cut")
  func borders() {
    #expect(crop(Rect(x: 0, y: 0, width: 100, height: 80)) == [0, 0, 200, 160])
    #expect(crop(Rect(x: 350, y: 260, width: 50, height: 40)) == [300, 220, 400, 300])
    #expect(crop(Rect(x: -20, y: 100, width: 100, height: 80)) == [0, 60, 200, 220])
  }

  @Test("a box too large for its scale grows as far as the picture goes, in proportion")
  func large() {
    #expect(crop(Rect(x: 150, y: 0, width: 100, height: 200), 4) == [125, 0, 275, 300])
    #expect(crop(Rect(x: 0, y: 0, width: 401, height: 301), 4) == [0, 0, 400, 300])
  }

  @Test("corners are cut to whole pixels")
  func fractions() { #expect(crop(Rect(x: 150.3, y: 100.3, width: 100.5, height: 80.5)) == [100, 60, 301, 221]) }

  @Test(
    "a box without a size, outside the picture or of numbers that are none has no crop",
    arguments: [
      Rect(x: 100, y: 100, width: 0, height: 50), Rect(x: 100, y: 100, width: 50, height: -1),
      Rect(x: -200, y: 100, width: 100, height: 100), Rect(x: 100, y: 400, width: 100, height: 100),
      Rect(x: .nan, y: 100, width: 100, height: 100), Rect(x: 100, y: 100, width: .infinity, height: 100),
      Rect(x: 100, y: 100, width: 100, height: .nan), Rect(x: 1e30, y: 0, width: 10, height: 10),
    ])
  func unusable(_ box: Rect) { #expect(crop(box) == nil) }

  @Test("the crop's corners go to the square's corners")
  func transform() throws {
    let crop = try #require(
      ContextCrop(around: Rect(x: 150, y: 100, width: 100, height: 80), scale: 2, width: 401, height: 301))
    let map = crop.transform(to: 80)
    let (first, last) = (map.apply(Point(x: 99.5, y: 59.5)), map.apply(Point(x: 300.5, y: 220.5)))
    for (seen, expected) in [(first.x, -0.5), (first.y, -0.5), (last.x, 79.5), (last.y, 79.5)] as [(Float, Float)] {
      #expect(abs(seen - expected) < 1e-4)
    }
  }
}
