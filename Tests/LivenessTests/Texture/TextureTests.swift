import Engine
import Testing

@testable import Liveness

/// Patterns and rings of drawn squares, and the state machine.
@Suite struct TextureTests {
  private func histogram(_ value: (Int, Int) -> UInt8) -> [Float] {
    let side = 16
    let channel = (0..<side * side).map { value($0 % side, $0 / side) }
    return channel.withUnsafeBufferPointer { BinaryPatterns.histogram($0, side: side) }
  }

  @Test("a flat square has one pattern: all neighbours as bright")
  func flat() {
    let found = histogram { _, _ in 7 }
    #expect(found.count == 59)
    // All eight bits: the last of the 58 uniform patterns.
    #expect(found[57] == 1)
    #expect(found.reduce(0, +) == 1)
  }

  @Test("a rising ramp has one pattern, a falling one another")
  func ramps() {
    let rising = histogram { x, _ in UInt8(x * 10) }
    let falling = histogram { x, _ in UInt8(200 - x * 10) }
    #expect(rising.filter { $0 > 0 } == [1] && falling.filter { $0 > 0 } == [1])
    #expect(rising != falling)
  }

  @Test("single bright pixels fall into the bin of patterns that are not uniform, and squares of roots add up to one")
  func dots() {
    let found = histogram { x, y in (x * 7 + y * 3) % 5 == 0 ? 200 : 40 }
    #expect(found[58] > 0)
    #expect(abs(found.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
  }

  private func bands(_ value: (Int, Int) -> Double) throws -> [Float] {
    let square = TestPicture.grey(64, 64, value)
    return SpectrumBands.values(of: try square.powerSpectrum(x: 0, y: 0, side: 64))
  }

  @Test("fine noise lifts all rings, and a wave the ring of its frequency")
  func rings() throws {
    let smooth = try bands { x, y in 128 + 60 * TestPicture.wave(x, y, across: 5, down: 0) }
    let noise = TestPicture.noise(10)
    let fine = try bands { x, y in 60 * TestPicture.wave(x, y, across: 5, down: 0) + noise(x, y) }
    #expect(zip(fine, smooth).dropFirst().allSatisfy { $0 > $1 + 2 })
    // 34 cycles per 128 pixels are 17 per square: the ring from 14.5 to 18.
    let wave = try bands { x, y in
      noise(x, y) + 60 * TestPicture.wave(x, y, across: 5, down: 0) + 30 * TestPicture.wave(x, y, across: 34, down: 0)
    }
    #expect(wave.indices.max { wave[$0] - fine[$0] < wave[$1] - fine[$1] } == 3)
  }

  private func run(_ values: [Float]?, presence: Float = 1) -> LivenessEvidence? {
    var check = TextureCheck(settings: TextureCheck.defaults)
    return (0..<8).map { check.observe(.scripted(values, at: $0, presence: presence)) }.last
  }

  @Test("the check says what the model says, once there are enough frames")
  func check() throws {
    #expect(run([3])?.verdict == .live)
    #expect(run([-4])?.verdict == .undecided)
    #expect(abs(try #require(run([-4])).score - 0.18) < 0.01)
    #expect(run([0.3])?.verdict == .undecided)
  }

  @Test("an unsure mesh and measurements that are none say nothing")
  func unusable() {
    #expect(run([-4], presence: 0.2)?.score == 0.5)
    for values: [Float]? in [nil, [], [1, 2], [.nan], [.infinity]] { #expect(run(values)?.score == 0.5) }
  }

  @Test("there is a weight for each feature")
  func weights() { #expect(TextureWeights.values.count == TextureFeatures.count) }
}
