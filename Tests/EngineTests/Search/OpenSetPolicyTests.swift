import Engine
import Testing

/// From candidates to a verdict. All similarities are exact in binary, so that edges are edges.
@Suite struct OpenSetPolicyTests {
  private static let model = EmbeddingModel(id: ModelID("m"), dimension: 2, operatingPoints: [])
  private let policy = OpenSetPolicy(ambiguityMargin: 0.125, fixedThreshold: 0.5)

  private func candidates(_ similarities: Float...) -> [Candidate] {
    similarities.enumerated().map { Candidate(person: PersonID("\($0)"), similarity: $1) }
  }

  private func verdict(_ candidates: [Candidate]) -> OpenSetVerdict {
    policy.verdict(candidates, model: Self.model, persons: 100)
  }

  @Test func nobodyIsUnknown() {
    #expect(verdict([]) == .unknown)
  }

  @Test func theThresholdItselfMatches() {
    let at = candidates(0.5)
    #expect(verdict(at) == .match(at[0]))
    #expect(verdict(candidates(Float(0.5).nextDown)) == .unknown)
    #expect(verdict(candidates(.nan)) == .unknown)
  }

  @Test func nearestIsNotEnough() {
    #expect(verdict(candidates(0.49, -0.9)) == .unknown)
  }

  @Test func twoCloserThanTheMarginAreAmbiguous() {
    #expect(verdict(candidates(0.75, Float(0.625).nextUp)) == .ambiguous)
    #expect(verdict(candidates(0.75, 0.75)) == .ambiguous)
    let apart = candidates(0.75, 0.625)
    #expect(verdict(apart) == .match(apart[0]), "exactly the margin is far enough")
  }

  @Test func aSecondBelowTheThresholdDisturbsNobody() {
    let alone = candidates(0.5, Float(0.5).nextDown)
    #expect(verdict(alone) == .match(alone[0]))
    #expect(verdict(candidates(0.5, 0.5)) == .ambiguous)
  }

  @Test func aFixedThresholdIgnoresModelAndGallery() {
    let calibrated = EmbeddingModel(
      id: ModelID("m"), dimension: 2, operatingPoints: [OperatingPoint(falseMatchRate: 0.01, threshold: 0.2)])
    for persons in [0, 1, 1_000_000] {
      #expect(policy.threshold(for: calibrated, persons: persons) == 0.5)
      #expect(policy.threshold(for: Self.model, persons: persons) == 0.5)
    }
  }

  @Test func theVerdictUsesTheGallerysThreshold() {
    let model = EmbeddingModel(
      id: ModelID("m"), dimension: 2,
      operatingPoints: [
        OperatingPoint(falseMatchRate: 0.01, threshold: 0.25), OperatingPoint(falseMatchRate: 0.0001, threshold: 0.5),
      ])
    let policy = OpenSetPolicy()
    let someone = candidates(0.3)
    #expect(policy.verdict(someone, model: model, persons: 1) == .match(someone[0]))
    #expect(policy.verdict(someone, model: model, persons: 1000) == .unknown)
  }

  @Test func defaults() {
    let policy = OpenSetPolicy()
    #expect(policy.targetFPIR == 0.01)
    #expect(policy.ambiguityMargin == 0.05)
    #expect(policy.fixedThreshold == nil)
  }

  @Test func names() {
    #expect(OpenSetVerdict.match(candidates(1)[0]).name == "match")
    #expect(OpenSetVerdict.unknown.name == "unknown")
    #expect(OpenSetVerdict.ambiguous.name == "ambiguous")
  }
}
