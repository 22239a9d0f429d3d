import Engine
import Foundation
import Testing

@testable import Obstacles

@Suite struct GeometryTests {
  private static func square(_ x: Float, _ y: Float, _ side: Float) -> ConvexPolygon {
    ConvexPolygon(hullOf: [
      Point(x: x, y: y), Point(x: x + side, y: y), Point(x: x + side, y: y + side), Point(x: x, y: y + side),
    ])
  }

  @Test("a hull leaves inner points out")
  func hull() {
    let points = [(0, 0), (4, 0), (4, 4), (0, 4), (2, 2), (1, 3), (2, 0), (0, 4)].map { Point(x: $0.0, y: $0.1) }
    let hull = ConvexPolygon(hullOf: points)
    #expect(Set(hull.corners) == Set([(0, 0), (4, 0), (4, 4), (0, 4)].map { Point(x: $0.0, y: $0.1) }))
    #expect(hull.area == 16)
  }

  @Test("too few, straight, or impossible points have no area")
  func degenerate() {
    #expect(ConvexPolygon(hullOf: []).area == 0)
    #expect(ConvexPolygon(hullOf: [Point(x: 1, y: 1), Point(x: 2, y: 2)]).area == 0)
    #expect(ConvexPolygon(hullOf: (0..<5).map { Point(x: Float($0), y: Float($0)) }).area == 0)
    #expect(ConvexPolygon(hullOf: Array(repeating: Point(x: 3, y: 3), count: 21)).area == 0)
    #expect(ConvexPolygon(hullOf: Array(repeating: Point(x: .nan, y: .infinity), count: 21)).area == 0)
  }

  @Test("intersections: overlapping, inside, apart, touching, empty")
  func intersection() {
    let large = Self.square(0, 0, 10)
    #expect(Self.square(5, 5, 10).intersection(with: large).area == 25)
    #expect(large.intersection(with: Self.square(5, 5, 10)).area == 25)
    #expect(Self.square(2, 2, 3).intersection(with: large).area == 9)
    #expect(large.intersection(with: Self.square(2, 2, 3)).area == 9)
    #expect(Self.square(20, 20, 5).intersection(with: large).area == 0)
    #expect(Self.square(10, 0, 5).intersection(with: large).area == 0)
    #expect(ConvexPolygon(hullOf: []).intersection(with: large).area == 0)
    #expect(large.intersection(with: ConvexPolygon(hullOf: [])).area == 0)
    // A square on its corner, cut by half a plane.
    let diamond = ConvexPolygon(hullOf: [(5, 0), (10, 5), (5, 10), (0, 5)].map { Point(x: $0.0, y: $0.1) })
    #expect(abs(diamond.intersection(with: Self.square(5, -5, 20)).area - 25) < 1e-3)
  }

  @Test("an upright crop maps its corners and its middle")
  func uprightCrop() throws {
    let box = Rect(x: 10, y: 20, width: 40, height: 60)
    let crop = try #require(SquareCrop(around: box, margin: 2, pixels: 100))
    // The square is 120 pixels wide around (30, 50).
    #expect(crop.toInput.apply(Point(x: 30, y: 50)) == Point(x: 50, y: 50))
    let corner = crop.toInput.apply(Point(x: -30, y: -10))
    #expect(abs(corner.x) < 1e-4 && abs(corner.y) < 1e-4)
    let back = crop.toImage.apply(Point(x: 100, y: 100))
    #expect(abs(back.x - 90) < 1e-3 && abs(back.y - 110) < 1e-3)
  }

  @Test("a box without size or with numbers that are none has no crop")
  func noCrop() {
    for box in [
      Rect(x: 0, y: 0, width: 0, height: 0), Rect(x: .nan, y: 0, width: 10, height: 10),
      Rect(x: 0, y: 0, width: .infinity, height: 10), Rect(x: 0, y: 0, width: -5, height: -5),
    ] { #expect(SquareCrop(around: box, margin: 2, pixels: 100) == nil) }
  }

  @Test("a hand's crop is turned until the middle finger points up", arguments: [0, 45, 90, 180, -120])
  func handCrop(degrees: Float) throws {
    let angle = degrees * .pi / 180
    // The knuckle lies 10 pixels from the wrist, `degrees` clockwise from straight up.
    let wrist = Point(x: 100, y: 100)
    let knuckle = Point(x: 100 + 10 * sin(angle), y: 100 - 10 * cos(angle))
    let palm = Palm(
      confidence: 1, box: Rect(x: 90, y: 90, width: 20, height: 16), wrist: wrist, knuckle: knuckle)
    let crop = try #require(HandNetwork.crop(of: palm))
    let (from, to) = (crop.toInput.apply(wrist), crop.toInput.apply(knuckle))
    #expect(abs(from.x - to.x) < 0.01 && from.y > to.y)
    // 2.6 palms of 20 pixels are 224 pixels wide, and the middle lies half a palm from the box's towards the fingers.
    #expect(abs((from.y - to.y) - 10 * 224 / 52) < 0.01)
    let middle = crop.toInput.apply(Point(x: 100, y: 98))
    #expect(abs(middle.x - 112) < 0.01 && abs(middle.y - (112 + 10 * 224 / 52)) < 0.01)
  }

  @Test("anchors: as many as the networks have outputs, each level from corner to corner")
  func anchors() {
    #expect(MaskAnchors(side: 260).boxes.count == 5972)
    #expect(MaskAnchors(side: 130).boxes.count == 1620)
    let first = MaskAnchors(side: 260).boxes[0]
    // The first of 33 × 33 cells, 0.04 of 260 pixels wide.
    #expect(abs(first.center.x - 260 / 66) < 1e-3 && abs(first.width - 10.4) < 1e-3)
    let narrow = MaskAnchors(side: 260).boxes[2]
    #expect(abs(narrow.width / narrow.height - 0.62) < 1e-3)
    let middles = PalmNetwork.anchorMiddles()
    #expect(middles.count == 2016)
    #expect(middles[0] == Point(x: 4, y: 4) && middles[1] == middles[0])
    #expect(middles[1152] == Point(x: 8, y: 8) && middles[2015] == Point(x: 184, y: 184))
  }

  @Test("a mask anchor moves and stretches by its outputs")
  func decoding() {
    let anchors = MaskAnchors(side: 260)
    var numbers = [Float](repeating: 0, count: 5972 * 4)
    numbers[0] = 10
    numbers[3] = 5
    let box = numbers.withUnsafeBufferPointer { anchors.box(0, moved: $0) }
    let start = anchors.boxes[0]
    #expect(abs(box.center.x - start.center.x - start.width) < 1e-3)
    #expect(abs(box.center.y - start.center.y) < 1e-3)
    #expect(box.width == start.width && abs(box.height / start.height - 2.71828) < 1e-3)
  }
}
