import Engine
import Testing

/// How evidence becomes a verdict.
@Suite struct LivenessPolicyTests {
  @Test(arguments: [0, 1, 2], [0, 1, 2, 3])
  func allNeedsBothAndAnyNeedsOne(blinks: Int, motion: Int) {
    let evidence: [String: LivenessEvidence] = ["b": .blink(blinks), "m": .motion(motion)]
    for rule in LivenessPolicy.Rule.allCases {
      let state = LivenessPolicy(rule: rule, requiredBlinks: 1, requiredMotion: 2).judge(evidence)
      #expect(state.blinks == blinks)
      #expect(state.motionEvents == motion)
      #expect(state.blinksOK == (blinks >= 1))
      #expect(state.motionOK == (motion >= 2))
      let both = blinks >= 1 && motion >= 2
      let one = blinks >= 1 || motion >= 2
      #expect(state.verified == (rule == .all ? both : one))
    }
  }

  @Test func withoutEvidenceNothingIsKnown() {
    for rule in LivenessPolicy.Rule.allCases {
      #expect(
        LivenessPolicy(rule: rule).judge([:])
          == LivenessState(blinks: 0, motionEvents: 0, blinksOK: false, motionOK: false, score: 0.5, verified: false))
    }
  }

  @Test func aRequirementOfZeroIsNotAskedFor() {
    // AND and OR both drop the part that is not required: OR must not be met by asking for nothing.
    let noBlinks = LivenessPolicy(rule: .all, requiredBlinks: 0, requiredMotion: 1)
    #expect(!noBlinks.judge(["m": .motion(0)]).verified)
    #expect(noBlinks.judge(["m": .motion(1)]).verified)
    let noBlinksEither = LivenessPolicy(rule: .any, requiredBlinks: 0, requiredMotion: 1)
    #expect(!noBlinksEither.judge([:]).verified)
    #expect(noBlinksEither.judge(["m": .motion(1)]).verified)
    // With nothing asked for, the mandatory checks decide alone.
    #expect(LivenessPolicy(rule: .any, requiredBlinks: 0, requiredMotion: 0).judge([:]).verified)
  }

  @Test func ofSeveralChecksOfAKindTheBestCountsAndNotTheSum() {
    let state = LivenessPolicy(rule: .any, requiredBlinks: 3).judge(["a": .blink(1), "b": .blink(2), "c": .motion(0)])
    #expect(state.blinks == 2)
    #expect(!state.verified)
  }

  @Test func eventsOfOtherChecksCountForNeitherRule() {
    let state = LivenessPolicy(rule: .any).judge(["p": .passive(.live, events: 9)])
    #expect(state.blinks == 0)
    #expect(state.motionEvents == 0)
    #expect(!state.verified)
  }

  @Test func theScoreCombinesAllChecks() {
    let evidence: [String: LivenessEvidence] = [
      "a": .blink(0, score: 1), "b": .motion(0, score: 0.5), "c": .passive(.undecided, score: 0),
      "d": .passive(.live, score: 0.75),
    ]
    #expect(abs(LivenessPolicy(rule: .any).judge(evidence).score - 0.75) < 1e-4)
  }

  @Test(arguments: [
    (LivenessEvidence.Verdict.live, LivenessEvidence.Verdict.live, true), (.live, .undecided, false),
    (.undecided, .live, false), (.live, .spoof, false), (.spoof, .live, false),
  ])
  func everyMandatoryCheckMustSayLive(
    passive: LivenessEvidence.Verdict, challenge: LivenessEvidence.Verdict, verified: Bool
  ) {
    let policy = LivenessPolicy(rule: .any, mandatory: ["passive", "challenge"])
    let evidence: [String: LivenessEvidence] = [
      "blink": .blink(1), "passive": .passive(passive), "challenge": .passive(challenge),
    ]
    #expect(policy.judge(evidence).verified == verified)
  }

  @Test func mandatoryDoesNotReplaceTheRule() {
    let policy = LivenessPolicy(rule: .any, mandatory: ["passive"])
    #expect(!policy.judge(["passive": .passive(.live)]).verified)
    #expect(policy.judge(["passive": .passive(.live), "b": .blink(1)]).verified)
    #expect(!policy.judge(["b": .blink(1, .live)]).verified, "the mandatory check is not there")
  }

  @Test func theVerdictOfAMandatoryBlinkCheckIsItsOwn() {
    // Its blinks serve the rule; whether it says live is another matter.
    let policy = LivenessPolicy(rule: .any, mandatory: ["b"])
    #expect(!policy.judge(["b": .blink(5, .undecided)]).verified)
    #expect(policy.judge(["b": .blink(5, .live)]).verified)
  }

  @Test func oneSpoofBlocksWhateverElseIsThere() {
    for spoof in [LivenessEvidence.blink(0, .spoof), .motion(0, .spoof), .passive(.spoof)] {
      let state = LivenessPolicy(rule: .all).judge(["b": .blink(9, .live), "m": .motion(9, .live), "x": spoof])
      #expect(!state.verified)
      #expect(state.blinksOK)
      #expect(state.motionOK)
    }
  }
}
