import Engine
import Foundation
import Testing

@testable import Liveness

/// The state machine on scripted measurements, and real photos through the whole check.
@Suite struct ScreenCheckTests {
  private static let flat = [Float](repeating: 4.8, count: RowProfile.strips * RowProfile.rows)

  private func values(
    peak: Float, black: Float = 15, borders: [Float] = [0, 0, 0, 0], profile: [Float] = flat
  ) -> [Float] {
    [peak, 1, black] + borders.flatMap { [$0, 0.8] } + profile
  }

  private func run(_ frames: [[Float]?], moving: Bool = false, presence: Float = 1) -> LivenessEvidence? {
    var check = ScreenCheck(settings: ScreenCheck.defaults)
    var last: LivenessEvidence?
    for (index, values) in frames.enumerated() {
      let x: Float = moving && index % 4 < 2 ? 100 : 180
      last = check.observe(
        .scripted(values, at: index, presence: presence, box: Rect(x: x, y: x, width: 200, height: 250)))
    }
    return last
  }

  @Test("no cue speaks for a live face, but weakly")
  func nothing() throws {
    let evidence = try #require(run(Array(repeating: values(peak: 1.4), count: 8)))
    #expect(evidence.verdict == .live)
    #expect((0.6...0.7).contains(evidence.score))
  }

  @Test("a peak that no face has is a spoof; one at the edge decides nothing")
  func peak() {
    #expect(run(Array(repeating: values(peak: 3.2), count: 8))?.verdict == .spoof)
    #expect(run(Array(repeating: values(peak: 1.95), count: 8))?.verdict == .undecided)
  }

  @Test("raised blacks, which backlight makes too, are no spoof alone")
  func black() throws {
    let evidence = try #require(run(Array(repeating: values(peak: 1.4, black: 70), count: 12)))
    #expect(evidence.verdict == .undecided)
    #expect(evidence.score < 0.4)
  }

  @Test("a rim that moves with the face is a spoof; one before which nothing moves is not yet")
  func rim() {
    let framed = values(peak: 1.4, borders: [0.97, 0.97, 0.97, 0])
    #expect(run(Array(repeating: framed, count: 10), moving: true)?.verdict == .spoof)
    #expect(run(Array(repeating: framed, count: 10))?.verdict == .undecided)
  }

  @Test("bands alone, which lamps make too, are no spoof")
  func bands() throws {
    var banded = Self.flat
    for index in banded.indices { banded[index] += index % 8 < 4 ? 0.05 : -0.05 }
    let frames = (0..<12).map { values(peak: 1.4, profile: $0 % 2 == 0 ? banded : Self.flat) }
    let evidence = try #require(run(frames))
    #expect(evidence.verdict == .undecided)
    #expect(evidence.score < 0.5)
  }

  @Test("too few frames, an unsure mesh and measurements that are none decide nothing")
  func unusable() {
    #expect(run(Array(repeating: values(peak: 4), count: 4))?.verdict == .undecided)
    #expect(run(Array(repeating: values(peak: 4), count: 12), presence: 0.5)?.score == 0.5)
    let nan = values(peak: .nan)
    for broken: [Float]? in [nil, [], [4], Array(repeating: 4, count: 106), nan] {
      #expect(run(Array(repeating: broken, count: 12))?.score == 0.5)
    }
  }

  @Test("a measurement is read back as it was written")
  func roundTrip() throws {
    let image = TestPicture.grey(320, 240, TestPicture.noise())
    let measured = try #require(try ScreenMeasurement(TestPicture.face, in: image))
    #expect(ScreenMeasurement(measured.measurement) == measured)
  }
}
