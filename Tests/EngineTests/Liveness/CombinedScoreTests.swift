import Testing

@testable import Engine

/// How the checks' scores combine.
@Suite struct CombinedScoreTests {
  private func close(_ a: Float, _ b: Float) -> Bool { abs(a - b) < 1e-4 }

  @Test func nothingKnownIsEvenOdds() {
    #expect(LivenessPolicy.combined([]) == 0.5)
    #expect(close(LivenessPolicy.combined([0.5, 0.5, 0.5]), 0.5))
  }

  @Test func oneCheckSpeaksForItself() { #expect(close(LivenessPolicy.combined([0.8]), 0.8)) }

  @Test func oddsMultiply() {
    // 4:1 times 4:1 is 16:1.
    #expect(close(LivenessPolicy.combined([0.8, 0.8]), 16.0 / 17))
    #expect(close(LivenessPolicy.combined([0.8, 0.2]), 0.5))
  }

  @Test func noCheckSaysMoreThanFortyNineToOne() {
    #expect(close(LivenessPolicy.combined([1]), 0.98))
    #expect(close(LivenessPolicy.combined([0, 1]), 0.5))
  }

  @Test func noNumberIsNoEvidence() { #expect(close(LivenessPolicy.combined([.nan, 0.8]), 0.8)) }

  @Test func manyChecksStayWithinBounds() {
    #expect(LivenessPolicy.combined(Array(repeating: 1, count: 100)) <= 1)
    #expect(LivenessPolicy.combined(Array(repeating: 0, count: 100)) >= 0)
  }

  @Test func theLeastScoreIsAskedFor() {
    let evidence = ["b": LivenessEvidence.blink(1, score: 0.6)]
    #expect(LivenessPolicy(rule: .any, minimumScore: 0.59).judge(evidence).verified)
    #expect(!LivenessPolicy(rule: .any, minimumScore: 0.61).judge(evidence).verified)
  }
}
