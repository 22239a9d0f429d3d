/// How checks combine into "alive": the documented AND and OR rules, plus checks that must say so themselves.
public struct LivenessPolicy: Sendable, Hashable {
  /// How blinks and movements combine.
  @frozen public enum Rule: String, Sendable, Hashable, CaseIterable {
    /// Enough blinks AND enough movements: the default of enrollments.
    case all
    /// Enough blinks OR enough movements: the default of authentications.
    case any
  }

  public var rule: Rule
  /// Blinks needed, ≥ 0; 0 does not ask for blinks at all.
  public var requiredBlinks: Int
  /// Movements needed, ≥ 0; 0 does not ask for movements at all.
  public var requiredMotion: Int
  /// Ids of checks whose verdict must be `live`.
  public var mandatory: Set<String>
  /// The least combined score, 0…1; 0 asks for none.
  public var minimumScore: Float

  /// A policy; all parameters as the properties of the same names.
  public init(
    rule: Rule, requiredBlinks: Int = 1, requiredMotion: Int = 1, mandatory: Set<String> = [], minimumScore: Float = 0
  ) {
    self.rule = rule
    self.requiredBlinks = requiredBlinks
    self.requiredMotion = requiredMotion
    self.mandatory = mandatory
    self.minimumScore = minimumScore
  }

  /// What the evidence, by check id, amounts to.
  public func judge(_ evidence: [String: LivenessEvidence]) -> LivenessState {
    let blinks = evidence.values.filter { $0.kind == .blink }.map(\.events).max() ?? 0
    let motion = evidence.values.filter { $0.kind == .motion }.map(\.events).max() ?? 0
    let blinksOK = blinks >= requiredBlinks
    let motionOK = motion >= requiredMotion
    // What is not asked for can't satisfy the OR rule; where nothing is asked for, the mandatory checks decide alone.
    let asked = [(requiredBlinks, blinksOK), (requiredMotion, motionOK)].filter { $0.0 > 0 }.map(\.1)
    let ruled = rule == .all || asked.isEmpty ? asked.allSatisfy { $0 } : asked.contains(true)
    let mandatoryOK = mandatory.allSatisfy { evidence[$0]?.verdict == .live }
    let spoof = evidence.values.contains { $0.verdict == .spoof }
    let score = LivenessPolicy.combined(evidence.values.map(\.score))
    return LivenessState(
      blinks: blinks, motionEvents: motion, blinksOK: blinksOK, motionOK: motionOK, score: score,
      verified: ruled && mandatoryOK && !spoof && score >= minimumScore)
  }

  /// The probability of a live face given what each check found: the sum of their log-odds (naive Bayes at even odds).
  ///
  /// The checks look at different things, but not at independent ones, so none may say more than 49 to 1.
  static func combined(_ scores: [Float]) -> Float {
    var odds: Float = 1
    // As a product of odds: a logarithm would need a C library. Twenty checks at 49 to 1 stay within Float's range.
    for score in scores where score.isFinite {
      let bounded = min(0.98, max(0.02, score))
      odds *= bounded / (1 - bounded)
    }
    return odds.isFinite ? odds / (1 + odds) : 1
  }
}

/// What is known of liveness at one moment of a session.
public struct LivenessState: Sendable, Hashable {
  public var blinks: Int
  public var motionEvents: Int
  public var blinksOK: Bool
  public var motionOK: Bool
  /// The checks' scores combined, 0…1; 0.5 knows nothing.
  public var score: Float
  /// Whether the policy is satisfied.
  public var verified: Bool

  /// A state; all parameters as the properties of the same names.
  public init(blinks: Int, motionEvents: Int, blinksOK: Bool, motionOK: Bool, score: Float, verified: Bool) {
    self.blinks = blinks
    self.motionEvents = motionEvents
    self.blinksOK = blinksOK
    self.motionOK = motionOK
    self.score = score
    self.verified = verified
  }
}
