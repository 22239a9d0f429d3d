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

  /// A policy; all parameters as the properties of the same names.
  public init(rule: Rule, requiredBlinks: Int = 1, requiredMotion: Int = 1, mandatory: Set<String> = []) {
    self.rule = rule
    self.requiredBlinks = requiredBlinks
    self.requiredMotion = requiredMotion
    self.mandatory = mandatory
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
    let scores = evidence.values.map(\.score)
    // The plain mean: no check is known to be better than another until measured (docs/liveness.md).
    let mean = scores.isEmpty ? 0.5 : scores.reduce(0, +) / Float(scores.count)
    return LivenessState(
      blinks: blinks, motionEvents: motion, blinksOK: blinksOK, motionOK: motionOK, score: mean,
      verified: ruled && mandatoryOK && !spoof)
  }
}

/// What is known of liveness at one moment of a session.
public struct LivenessState: Sendable, Hashable {
  public var blinks: Int
  public var motionEvents: Int
  public var blinksOK: Bool
  public var motionOK: Bool
  /// Mean of the checks' scores, 0…1.
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
