import Engine
import Testing

@testable import Liveness

/// The darkest part of drawn pictures.
@Suite struct BlackLevelTests {
  private func level(_ value: (Int, Int) -> Double) -> Float? {
    BlackLevel(around: TestPicture.face, in: TestPicture.grey(320, 240, value))?.luma
  }

  @Test("an even picture is as dark as it is")
  func even() {
    for grey in [0, 1, 90, 255] as [Float] { #expect(level { _, _ in Double(grey) } == grey) }
  }

  @Test("a few dark pixels are noise, a dark spot is not")
  func spots() {
    #expect(level { x, y in (x + y * 3) % 101 == 0 ? 3 : 90 } == 90)
    #expect(level { x, y in (140..<165).contains(x) && (100..<125).contains(y) ? 3 : 90 } == 3)
  }

  @Test("what is far from the face does not count")
  func far() { #expect(level { x, _ in x < 60 ? 0 : 90 } == 90) }

  @Test("a face outside the picture has none")
  func outside() {
    let face = Face(box: Rect(x: 900, y: 0, width: 100, height: 100), confidence: 1, landmarks: [])
    #expect(BlackLevel(around: face, in: TestPicture.grey { _, _ in 9 }) == nil)
  }
}
