import Engine

/// A check that says line after line of its script, one a frame, and then keeps to the last.
struct ScriptedCheck: LivenessCheck {
  let script: [LivenessEvidence]
  private var frame = 0

  init(_ script: LivenessEvidence...) { self.script = script }

  init(_ script: [LivenessEvidence]) { self.script = script }

  mutating func observe(_ observation: LivenessObservation) -> LivenessEvidence {
    defer { frame += 1 }
    return script[min(frame, script.count - 1)]
  }
}

/// A check that counts the frames it is shown as movements, so that a test sees which frames reach the checks.
struct FrameCountingCheck: LivenessCheck {
  private var frames = 0

  mutating func observe(_ observation: LivenessObservation) -> LivenessEvidence {
    frames += 1
    return .motion(frames)
  }
}

/// A check that hands back what it was shown: the time in milliseconds as movements, the face's confidence as score; it
/// says `live` where there is a measurement.
struct EchoCheck: LivenessCheck {
  mutating func observe(_ observation: LivenessObservation) -> LivenessEvidence {
    LivenessEvidence(
      kind: .motion, events: Int(observation.time / .milliseconds(1)), score: observation.face.confidence,
      verdict: observation.measurement == nil ? .spoof : .live)
  }
}

extension LivenessEvidence {
  static func blink(_ events: Int, score: Float = 0.5, _ verdict: Verdict = .undecided) -> LivenessEvidence {
    LivenessEvidence(kind: .blink, events: events, score: score, verdict: verdict)
  }

  static func motion(_ events: Int, score: Float = 0.5, _ verdict: Verdict = .undecided) -> LivenessEvidence {
    LivenessEvidence(kind: .motion, events: events, score: score, verdict: verdict)
  }

  static func passive(_ verdict: Verdict, score: Float = 0.5, events: Int = 0) -> LivenessEvidence {
    LivenessEvidence(kind: .other, events: events, score: score, verdict: verdict)
  }
}
