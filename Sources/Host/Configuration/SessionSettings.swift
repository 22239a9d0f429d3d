import Engine

/// `sessions`: what sessions demand, and within which bounds a single session may ask for something else.
struct SessionSettings: Sendable {
  /// The documented defaults; a tenant may override them, a session may tighten them within `bounds`.
  var targetSamples: Int
  var requiredBlinks: Int
  var requiredMotion: Int
  var qualityThreshold: Float
  var enrollmentRule: LivenessPolicy.Rule
  var authenticationRule: LivenessPolicy.Rule
  /// `mandatory_checks`: liveness components whose verdict must be `live`.
  var mandatoryChecks: [String]
  /// `liveness_threshold` (number, default: 0.5): the least combined score of the checks.
  var livenessThreshold: Float
  /// `allow_no_liveness` (bool, default: false): whether a session may ask for `require_liveness: false`.
  var allowNoLiveness: Bool
  var obstacles: ObstacleThresholds
  var maxFPS: Double
  var frameBudget: Int
  var lowQualityThreshold: Float
  var maxLowQualityConsecutive: Int
  /// Seconds.
  var timeToLive: Int
  /// `max_live` (int, default: 10000): sessions at once: the host's value bounds all that it knows, a tenant's own those
  /// that it has alive.
  var maxLive: Int

  init(from reader: inout SettingsReader) {
    targetSamples = reader.integer("target_samples", default: 3, in: 1...20)
    requiredBlinks = reader.integer("required_blinks", default: 1, in: 0...10)
    requiredMotion = reader.integer("required_motion", default: 1, in: 0...10)
    qualityThreshold = Float(reader.number("quality_threshold", default: 0.65, in: 0...1))
    let rules = LivenessPolicy.Rule.allCases.map(\.rawValue)
    enrollmentRule =
      LivenessPolicy.Rule(rawValue: reader.choice("enrollment_liveness", default: "all", of: rules)) ?? .all
    authenticationRule =
      LivenessPolicy.Rule(rawValue: reader.choice("authentication_liveness", default: "any", of: rules)) ?? .any
    mandatoryChecks = reader.strings("mandatory_checks", default: [])
    livenessThreshold = Float(reader.number("liveness_threshold", default: 0.5, in: 0...1))
    allowNoLiveness = reader.boolean("allow_no_liveness", default: false)
    obstacles = reader.section("obstacle_thresholds") { section in
      var thresholds = ObstacleThresholds()
      for (key, kind) in [
        ("glasses", Obstacle.Kind.glasses), ("mask", .mask), ("hat", .hat), ("hand", .hand),
      ] {
        thresholds[kind] = Float(section.number(key, default: thresholds[kind].asWritten, in: 0...1))
      }
      return thresholds
    }
    maxFPS = reader.number("max_fps", default: 10, in: 1...60)
    frameBudget = reader.integer("frame_budget", default: 300, in: 10...10_000)
    lowQualityThreshold = Float(reader.number("low_quality_threshold", default: 0.30, in: 0...1))
    maxLowQualityConsecutive = reader.integer("max_low_quality_consecutive", default: 25, in: 1...1000)
    timeToLive = reader.integer("session_ttl_s", default: 300, in: 10...3600)
    maxLive = reader.integer("max_live", default: 10_000, in: 1...1_000_000)
  }

  /// The rules of a session of this purpose before its own wishes.
  func rules(for purpose: SessionPurpose) -> SessionRules {
    SessionRules(
      targetSamples: targetSamples, qualityThreshold: qualityThreshold,
      liveness: LivenessPolicy(
        rule: purpose.isEnrollment ? enrollmentRule : authenticationRule, requiredBlinks: requiredBlinks,
        requiredMotion: requiredMotion, mandatory: Set(mandatoryChecks), minimumScore: livenessThreshold),
      obstacles: obstacles, maxFPS: maxFPS, frameBudget: frameBudget, lowQualityThreshold: lowQualityThreshold,
      maxLowQualityConsecutive: maxLowQualityConsecutive, timeToLive: .seconds(timeToLive))
  }
}
