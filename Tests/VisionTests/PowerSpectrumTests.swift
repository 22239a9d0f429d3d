import Engine
import Glibc
import Inference
import Testing

/// Spectra of drawn pictures.
@Suite struct PowerSpectrumTests {
  /// A grey picture of 48×40 pixels.
  private func picture(_ value: (Int, Int) -> Double) -> Image {
    Image(width: 48, height: 40) { pixels in
      for at in 0..<48 * 40 {
        for channel in 0..<3 { pixels[3 * at + channel] = UInt8(value(at % 48, at / 48).rounded()) }
      }
    }
  }

  @Test("a flat square has no power")
  func flat() throws {
    let spectrum = try picture { _, _ in 77 }.powerSpectrum(x: 3, y: 5, side: 32)
    #expect(spectrum.power.count == 32 * 17)
    #expect(spectrum.power.allSatisfy { $0 < 1e-3 })
  }

  @Test("a wave's power is where its frequency is", arguments: [(5, 3), (5, -3), (0, 7), (9, 0)])
  func wave(across: Int, down: Int) throws {
    let spectrum = try picture { x, y in
      128 + 100 * cos(2 * .pi * Double(across * x + down * y) / 32)
    }.powerSpectrum(x: 8, y: 4, side: 32)
    let highest = try #require(spectrum.power.indices.max { spectrum.power[$0] < spectrum.power[$1] })
    // A wave that only goes down has two bins of the same power: its own and that of its mirror image.
    let row = highest / spectrum.columns - 16
    #expect(highest % spectrum.columns == across && (across == 0 ? abs(row) == abs(down) : row == down))
    // The sum of a Hann window is a quarter of the square's pixels: half the amplitude times 256, squared.
    #expect(abs(spectrum.power[highest].squareRoot() - 50 * 256) < 50 * 256 * 0.02)
  }

  @Test(
    "a square that is not in the image, or no power of two, is refused",
    arguments: [
      (0, 0, 24), (-1, 0, 32), (17, 0, 32), (0, 9, 32), (0, 0, 64), (0, 0, 4), (0, 0, 1024), (0, .max, 32),
    ])
  func refused(x: Int, y: Int, side: Int) {
    #expect(throws: InferenceError.self) { try picture { _, _ in 0 }.powerSpectrum(x: x, y: y, side: side) }
  }
}
