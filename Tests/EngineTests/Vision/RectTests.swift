import Engine
import Testing

@Suite struct RectTests {
  private let square = Rect(x: 0, y: 0, width: 10, height: 10)

  @Test func measures() {
    let rect = Rect(x: -4, y: 2, width: 8, height: 6)
    #expect(rect.area == 48)
    #expect(rect.center == Point(x: 0, y: 5))
    #expect(rect.maxX == 4)
    #expect(rect.maxY == 8)
  }

  private static let overlaps: [(Rect, Float)] = [
    // The same, a quarter within, half beside, a corner.
    (Rect(x: 0, y: 0, width: 10, height: 10), 1),
    (Rect(x: 5, y: 5, width: 5, height: 5), 0.25),
    (Rect(x: 5, y: 0, width: 10, height: 10), 50.0 / 150),
    (Rect(x: -5, y: -5, width: 10, height: 10), 25.0 / 175),
    // Touching at an edge, at a corner, apart in one direction, apart in both.
    (Rect(x: 10, y: 0, width: 10, height: 10), 0),
    (Rect(x: 10, y: 10, width: 10, height: 10), 0),
    (Rect(x: 20, y: 0, width: 10, height: 10), 0),
    (Rect(x: -20, y: -20, width: 10, height: 10), 0),
    // Without area.
    (Rect(x: 5, y: 5, width: 0, height: 0), 0),
    (Rect(x: 5, y: 0, width: 0, height: 10), 0),
  ]

  @Test(arguments: overlaps)
  func overlapIsIntersectionOverUnion(other: Rect, overlap: Float) {
    #expect(square.overlap(with: other) == overlap)
    #expect(other.overlap(with: square) == overlap)
  }

  @Test func nothingOverlapsNothing() {
    let point = Rect(x: 3, y: 3, width: 0, height: 0)
    #expect(point.overlap(with: point) == 0)
  }
}
