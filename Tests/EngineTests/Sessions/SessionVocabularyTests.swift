import Engine
import Testing

/// The words and numbers that api.md §2 fixes.
@Suite struct SessionVocabularyTests {
  @Test func reasonsAreTheApisWords() {
    let words: [(SessionReason, String)] = [
      (.authenticated, "authenticated"), (.enrolled, "enrolled"), (.notRecognized, "not_recognized"),
      (.ambiguous, "ambiguous"), (.livenessFailed, "liveness_failed"), (.frameBudgetExceeded, "frame_budget_exceeded"),
      (.lowQualityAbort, "low_quality_abort"), (.manualStop, "manual_stop"), (.expired, "expired"), (.error, "error"),
    ]
    for (reason, word) in words { #expect(reason.rawValue == word) }
  }

  @Test(arguments: [
    (SessionStatus.initialized, "initialized", false), (.processing, "processing", false),
    (.completed, "completed", true), (.failed, "failed", true), (.expired, "expired", true),
    (.cancelled, "cancelled", true),
  ])
  func statuses(_ status: SessionStatus, word: String, isFinal: Bool) {
    #expect(status.rawValue == word)
    #expect(status.isFinal == isFinal)
  }

  @Test func purposes() {
    let ana = PersonID("ana")
    #expect(SessionPurpose.enrollment(ana).name == "enrollment")
    #expect(SessionPurpose.verification(ana).name == "verification")
    #expect(SessionPurpose.identification.name == "identification")
    #expect(SessionPurpose.enrollment(ana).isEnrollment)
    #expect(!SessionPurpose.verification(ana).isEnrollment)
    #expect(!SessionPurpose.identification.isEnrollment)
  }

  @Test func defaultsAreTheDocumentedOnes() {
    let rules = SessionRules(liveness: LivenessPolicy(rule: .all))
    #expect(rules.targetSamples == 3)
    #expect(rules.qualityThreshold == 0.65)
    #expect(rules.requiresLiveness)
    #expect(rules.liveness.requiredBlinks == 1)
    #expect(rules.liveness.requiredMotion == 1)
    #expect(rules.liveness.mandatory.isEmpty)
    #expect(rules.maxFPS == 10)
    #expect(rules.frameBudget == 300)
    #expect(rules.lowQualityThreshold == 0.30)
    #expect(rules.maxLowQualityConsecutive == 25)
    #expect(rules.timeToLive == .seconds(300))
    #expect(rules.obstacles == ObstacleThresholds())
  }
}
