import Engine

/// What one session asks for within its tenant's bounds: a session may only be stricter than its tenant's rules.
struct SessionWishes: Sendable {
  /// The rules with the wishes applied.
  ///
  /// Wishes are read from the request body and from its `metadata`, where the documents put them; unknown metadata is
  /// the client's own and is kept, not judged.
  ///
  /// - Throws: `Problem` 400 naming every wish that is out of bounds, with the bounds.
  static func apply(
    _ body: JSONValue, to settings: SessionSettings, purpose: SessionPurpose
  ) throws(Problem) -> SessionRules {
    var rules = settings.rules(for: purpose)
    var wrong: [String: String] = [:]

    // A null says nothing: it hides no wish that stands elsewhere.
    func said(_ values: JSONValue?...) -> JSONValue? { values.compactMap { $0 }.first { $0 != .null } }
    let metadata = body["metadata"] ?? .null

    func integer(_ names: [String], _ floor: Int, _ ceiling: Int) -> Int? {
      for name in names {
        guard let value = said(metadata[name], body[name]) else { continue }
        guard let number = value.integer, (floor...ceiling).contains(number) else {
          wrong[name] = "must be a whole number from \(floor) to \(ceiling)"
          return nil
        }
        return number
      }
      return nil
    }

    if let wish = integer(["target_samples", "min_frames_required"], rules.targetSamples, 20) {
      rules.targetSamples = wish
    }
    if let wish = integer(["required_blinks"], rules.liveness.requiredBlinks, 10) {
      rules.liveness.requiredBlinks = wish
    }
    if let wish = integer(["required_motion"], rules.liveness.requiredMotion, 10) {
      rules.liveness.requiredMotion = wish
    }
    if let value = said(metadata["quality_threshold"], body["quality_threshold"]) {
      if let wish = value.number, Float(wish) >= rules.qualityThreshold, wish <= 1 {
        rules.qualityThreshold = Float(wish)
      } else {
        wrong["quality_threshold"] = "must be a number from \(rules.qualityThreshold) to 1"
      }
    }
    if let value = said(body["require_liveness"], metadata["require_liveness"]) {
      switch value.bool {
      case true?: break
      case false? where settings.allowNoLiveness: rules.requiresLiveness = false
      case false?: wrong["require_liveness"] = "must be true: this tenant's sessions always check liveness"
      case nil: wrong["require_liveness"] = "must be true or false"
      }
    }
    guard wrong.isEmpty else {
      throw .badRequest("The session's settings are out of bounds.", kind: "invalid_session_settings", wrong)
    }
    return rules
  }
}
