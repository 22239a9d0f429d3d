import Engine
import Testing

@testable import Liveness

/// How single frames become a score and a verdict.
@Suite struct FrameScoresTests {
  private static let settings = DecisionSettings(minimumFrames: 4, liveScore: 0.7, spoofScore: 0.2)

  private func scores(_ values: [Double?]) -> FrameScores {
    var scores = FrameScores(settings: Self.settings)
    for value in values { scores.add(value) }
    return scores
  }

  @Test("nothing seen is even odds")
  func nothing() {
    #expect(scores([]).evidence().score == 0.5)
    #expect(scores([]).evidence().verdict == .undecided)
    #expect(scores([nil, .nan, nil, nil, nil]).evidence() == scores([]).evidence())
  }

  @Test("the score is the mean probability of like frames; fewer than needed say less")
  func shrinking() {
    let odds = 2.0
    #expect(abs(scores(Array(repeating: odds, count: 4)).evidence().score - 0.8808) < 1e-4)
    #expect(abs(scores([odds, odds]).evidence().score - 0.7311) < 1e-4)
    #expect(scores([odds, odds, odds]).evidence().verdict == .undecided)
    #expect(scores([odds, odds, odds, odds]).evidence().verdict == .live)
  }

  @Test("the quarter at either end is left out")
  func trimming() { #expect(scores([-100, 1, 1, 100]).evidence().score == scores([1, 1, 1, 1]).evidence().score) }

  @Test("infinite log-odds are cut, in both directions")
  func infinite() {
    #expect(abs(scores(Array(repeating: .infinity, count: 4)).evidence().score - 0.99) < 1e-3)
    #expect(abs(scores(Array(repeating: -.infinity, count: 4)).evidence().score - 0.01) < 1e-3)
  }

  @Test(
    "verdicts at, and just inside, their thresholds",
    arguments: [(0.86, "live"), (0.83, "undecided"), (-1.4, "spoof"), (-1.37, "undecided")])
  func thresholds(odds: Double, verdict: String) {
    #expect(scores(Array(repeating: odds, count: 8)).evidence().verdict.rawValue == verdict)
  }

  @Test("what was seen long ago is forgotten")
  func window() {
    let later = scores(Array(repeating: 4, count: 40) + Array(repeating: -4, count: 15))
    #expect(later.evidence() == scores(Array(repeating: -4, count: 15)).evidence())
  }

  @Test("each frame is wanted until there can be a verdict, then every third")
  func wanted() {
    var scores = FrameScores(settings: Self.settings)
    var wanted: [Bool] = []
    for _ in 0..<10 {
      wanted.append(scores.wantsMeasurement)
      scores.add(scores.wantsMeasurement ? 1 : nil)
    }
    #expect(wanted == [true, true, true, true, false, false, true, false, false, true])
  }
}
