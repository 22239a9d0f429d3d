import Engine
import Testing

@testable import Liveness

/// The state machine on scripted probabilities.
@Suite struct AntiSpoofingCheckTests {
  private func run(_ frames: [[Float]?], presence: Float = 1) -> LivenessEvidence? {
    var check = AntiSpoofingCheck(settings: AntiSpoofingCheck.defaults)
    var last: LivenessEvidence?
    for (index, values) in frames.enumerated() {
      last = check.observe(.scripted(values, at: index, presence: presence))
    }
    return last
  }

  @Test("both networks sure of a live face: live, and of a picture: spoof")
  func sure() {
    #expect(run(Array(repeating: [0.95, 0.9], count: 5))?.verdict == .live)
    #expect(run(Array(repeating: [0.02, 0.05], count: 5))?.verdict == .spoof)
  }

  @Test("even odds are where the mean of the networks' log-odds is 1.7")
  func calibration() throws {
    // ln(0.7 / 0.3) = 0.85, ln(0.9276 / 0.0724) = 2.55
    #expect(abs(try #require(run(Array(repeating: [0.7, 0.9276], count: 8))).score - 0.5) < 0.01)
  }

  @Test("a network that is at a loss does not outvote one that is sure")
  func unequal() {
    #expect(run(Array(repeating: [0.5, 0.99], count: 8))?.verdict == .live)
    #expect(run(Array(repeating: [0.1, 0.99], count: 8))?.verdict == .undecided)
  }

  @Test("networks that contradict each other decide nothing")
  func contradiction() { #expect(run(Array(repeating: [0.98, 0.02], count: 12))?.verdict == .undecided) }

  @Test("four frames are too few")
  func few() { #expect(run(Array(repeating: [0.99, 0.99], count: 4))?.verdict == .undecided) }

  @Test("two odd frames of twelve change nothing")
  func outliers() {
    var frames: [[Float]?] = Array(repeating: [0.95, 0.9], count: 12)
    frames[3] = [0, 0]
    frames[9] = [0, 0]
    #expect(run(frames)?.verdict == .live)
  }

  @Test("a picture that takes the live face's place is seen")
  func exchanged() {
    #expect(
      run(Array(repeating: [0.95, 0.9], count: 10) + Array(repeating: [0.01, 0.01], count: 15))?.verdict == .spoof)
  }

  @Test("a face that the mesh is not sure of, and measurements that are none, do not count")
  func unusable() {
    #expect(run(Array(repeating: [0.01, 0.01], count: 12), presence: 0.5)?.score == 0.5)
    for values: [Float]? in [nil, [], [0.01], [0.01, 0.01, 0.01], [.nan, 0.01], [-3, 0.01], [0.01, .infinity]] {
      #expect(run(Array(repeating: values, count: 12)) == run([nil]))
    }
  }
}
