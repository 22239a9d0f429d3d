/// What a check has seen so far in its session.
public struct LivenessEvidence: Sendable, Hashable {
  /// What a check counts, for the documented AND and OR rules.
  public enum Kind: Sendable, Hashable {
    case blink
    case motion
    /// Anything else, e.g. passive anti-spoofing: it counts through `score` and `verdict` alone.
    case other
  }

  /// Whether the check has made up its mind.
  public enum Verdict: String, Sendable, Hashable {
    case undecided
    case live
    case spoof
  }

  public var kind: Kind
  /// Signs of life so far: blinks, movements, steps of a challenge. Each must be seen on the face of the session's
  /// samples to count.
  public var events: Int
  /// How many events the verdict `live` rests on, ≥ 0: where fewer were seen on the samples' face, the verdict does not
  /// count. 0 for checks that rest on no event.
  public var eventsNeeded: Int
  /// The probability of a live face from what this check alone has seen, at even odds before, 0…1; 0.5 knows nothing.
  public var score: Float
  public var verdict: Verdict
  /// What the person should do now, where the check asks for something.
  public var prompt: LivenessPrompt?

  /// Evidence; all parameters as the properties of the same names.
  public init(
    kind: Kind, events: Int, eventsNeeded: Int = 0, score: Float, verdict: Verdict, prompt: LivenessPrompt? = nil
  ) {
    self.kind = kind
    self.events = events
    self.eventsNeeded = eventsNeeded
    self.score = score
    self.verdict = verdict
    self.prompt = prompt
  }
}
