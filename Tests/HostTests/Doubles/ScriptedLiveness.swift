import Engine

/// A liveness check that has always seen the same.
struct ScriptedLiveness: LivenessCheck {
  let evidence: LivenessEvidence

  init(_ kind: LivenessEvidence.Kind, events: Int, score: Float = 0.5, prompt: LivenessPrompt? = nil) {
    evidence = LivenessEvidence(kind: kind, events: events, score: score, verdict: .undecided, prompt: prompt)
  }

  func observe(_ observation: LivenessObservation) -> LivenessEvidence { evidence }
}
