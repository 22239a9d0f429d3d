import Engine
import Testing

@testable import Liveness

/// Bands between two drawn frames.
@Suite struct RowProfileTests {
  private func hasBands(_ first: (Int, Int) -> Double, _ second: (Int, Int) -> Double) -> Bool {
    RowProfile(of: TestPicture.grey(320, 240, second)).hasBands(
      since: RowProfile(of: TestPicture.grey(320, 240, first)))
  }

  /// Noise under bands of 80 rows and `strength` of the brightness.
  private func rolling(_ phase: Int, strength: Double = 0.04) -> (Int, Int) -> Double {
    let noise = TestPicture.noise()
    return { x, y in noise(x, y) * (1 + strength * TestPicture.wave(0, y + phase, across: 0, down: 1.6)) }
  }

  @Test("bands that rolled on are seen")
  func bands() {
    #expect(hasBands(rolling(0), rolling(30)))
    #expect(!hasBands(rolling(0), rolling(0)))
    #expect(!hasBands(rolling(0, strength: 0.003), rolling(30, strength: 0.003)))
  }

  @Test("another exposure, and a light from above, are not bands")
  func light() {
    let noise = TestPicture.noise()
    #expect(!hasBands(noise) { x, y in noise(x, y) * 1.4 })
    #expect(!hasBands(noise) { x, y in noise(x, y) * (1 + Double(y) / 480) })
  }

  @Test("something that moves in one part of the frame is not a band")
  func movement() {
    let noise = TestPicture.noise()
    func body(at top: Int) -> (Int, Int) -> Double {
      { x, y in (80..<150).contains(x) && y > top ? 60 : noise(x, y) }
    }
    #expect(!hasBands(body(at: 100), body(at: 130)))
  }

  @Test("bands count from the fourth pair of frames on, by their share")
  func track() throws {
    var track = BandTrack()
    let profiles = [0, 30].map { RowProfile(of: TestPicture.grey(320, 240, rolling($0))) }
    for frame in 0..<4 { track.add(profiles[frame % 2]) }
    #expect(track.share == 0)
    track.add(profiles[0])
    #expect(track.share == 1)
    for _ in 0..<4 { track.add(profiles[0]) }
    #expect(track.share == 0.5)
  }
}
