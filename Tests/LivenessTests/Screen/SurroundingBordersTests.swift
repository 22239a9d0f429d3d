import Engine
import Glibc
import Testing

@testable import Liveness

/// Straight edges around a drawn face's box.
@Suite struct SurroundingBordersTests {
  private func sides(_ value: (Int, Int) -> Double) throws -> [SurroundingBorders.Side] {
    try #require(try SurroundingBorders(around: TestPicture.face, in: TestPicture.grey(320, 240, value))).sides
  }

  /// Bright within 85 pixels to either side and 100 above and below the box's middle, turned by `degrees`.
  private func sheet(_ x: Int, _ y: Int, turned degrees: Double = 0) -> Double {
    let (dx, dy) = (Double(x) - 160, Double(y) - 120)
    let angle = degrees * .pi / 180
    let (across, down) = (dx * cos(angle) + dy * sin(angle), dy * cos(angle) - dx * sin(angle))
    return abs(across) < 85 && abs(down) < 100 ? 180 : 60
  }

  @Test("the four edges of a sheet are found where they are")
  func sheet() throws {
    let found = try sides { sheet($0, $1) }
    for (side, distance) in zip(found, [0.85, 0.85, 0.833, 0.833] as [Float]) {
      #expect(side.share > 0.95)
      #expect(abs(side.distance - distance) < 0.04, "\(side)")
    }
  }

  @Test("a sheet that leans by eight degrees is found too", arguments: [-8.0, 8])
  func leaning(degrees: Double) throws {
    let found = try sides { sheet($0, $1, turned: degrees) }
    #expect(found.allSatisfy { $0.share > 0.9 }, "\(found)")
  }

  @Test("noise, a gradient and a round shape have no borders")
  func none() throws {
    let noise = TestPicture.noise(20)
    #expect(try sides(noise).allSatisfy { $0.share < 0.8 })
    #expect(try sides { x, _ in Double(x) / 2 }.allSatisfy { $0.share == 0 })
    let round = try sides { x, y in hypot(Double(x) - 160, Double(y) - 120) < 85 ? 180 : 60 }
    #expect(round.allSatisfy { $0.share < 0.8 }, "\(round)")
  }

  @Test("a face that fills the picture has no surroundings")
  func filling() throws {
    let face = Face(box: Rect(x: 0, y: 0, width: 320, height: 240), confidence: 1, landmarks: [])
    let noise = TestPicture.grey(320, 240, TestPicture.noise(30))
    #expect(try #require(try SurroundingBorders(around: face, in: noise)).sides.allSatisfy { $0.share == 0 })
  }

  @Test("a face outside the picture has none")
  func outside() throws {
    let face = Face(box: Rect(x: 900, y: 0, width: 100, height: 100), confidence: 1, landmarks: [])
    #expect(try SurroundingBorders(around: face, in: TestPicture.grey { _, _ in 9 }) == nil)
  }
}
