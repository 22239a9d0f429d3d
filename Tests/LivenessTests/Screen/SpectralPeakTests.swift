import Engine
import Foundation
import Testing

@testable import Liveness

/// Peaks of drawn rasters, and none in what is natural.
@Suite struct SpectralPeakTests {
  private func peak(_ value: (Int, Int) -> Double) throws -> SpectralPeak {
    try #require(try SpectralPeak(of: TestPicture.face, in: TestPicture.grey(320, 240, value)))
  }

  @Test("a flat picture and a gradient have no peak")
  func smooth() throws {
    #expect(try peak { _, _ in 90 }.prominence < 0.2)
    #expect(try peak { x, y in Double(x) / 2 + Double(y) / 4 }.prominence < 1)
  }

  @Test("noise has none but by chance")
  func noise() throws { #expect(try peak(TestPicture.noise()).prominence < 1.9) }

  @Test("a faint slanting wave under noise is found: moiré", arguments: [(20.0, 11.0), (14, -30), (45, 40), (8, -9)])
  func moire(across: Double, down: Double) throws {
    let noise = TestPicture.noise(4)
    let found = try peak { noise($0, $1) + 4 * TestPicture.wave($0, $1, across: across, down: down) }
    #expect(found.prominence > 3)
    #expect(found.turned < 1.9)
  }

  @Test("halftone dots have a second peak a quarter turn away")
  func halftone() throws {
    let noise = TestPicture.noise(4)
    let found = try peak {
      noise($0, $1) + 6 * TestPicture.wave($0, $1, across: 30, down: 17)
        + 6 * TestPicture.wave($0, $1, across: 17, down: -30)
    }
    #expect(found.prominence > 3)
    #expect(found.turned > 3)
  }

  @Test("what lies on the axes is not looked at: a codec's blocks of 8 pixels")
  func blocks() throws {
    let (noise, steps) = (TestPicture.noise(4), TestPicture.noise(6))
    let found = try peak { noise($0, $1) + steps($0 / 8, $1 / 8) - 128 }
    #expect(found.prominence < 1.9)
  }

  @Test("a picture smaller than the square tells nothing")
  func small() throws {
    let image = TestPicture.grey(127, 300) { _, _ in 90 }
    let face = Face(box: Rect(x: 10, y: 60, width: 100, height: 120), confidence: 1, landmarks: [])
    #expect(try SpectralPeak(of: face, in: image) == nil)
  }
}
