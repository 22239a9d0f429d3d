import Engine

/// Settings of `liveness.challenge`.
public struct ChallengeSettings: ComponentSettings, Hashable {
  /// Actions in a sequence, 1…5.
  public var steps: Int
  /// Time for each step, and for looking ahead before it, seconds, 3…60.
  public var secondsPerStep: Double
  /// Sequences that a person may begin, 1…10: each has fresh actions.
  public var attempts: Int
  /// Names of the actions that may be asked for, each once: `turn_left`, `turn_right`, `look_up`, `blink_twice`,
  /// `come_closer`.
  public var actions: [String]
  /// Whether clients send mirrored frames, as the preview of a front camera is: left and right are swapped then.
  public var mirrored: Bool
  /// Turn of the head that a step asks for, degrees of parallax, 5…30.
  public var minimumTurn: Double
  /// As in `HeadMotionSettings`, 0…0.5.
  public var minimumUnexplained: Double
  /// How much larger the face must become for `come_closer`, as a ratio of eye distances, 1.1…2.
  public var minimumApproach: Double
  /// Mesh presence below which a frame is not used, 0…1.
  public var minimumPresence: Double

  /// The defaults.
  public init() {
    steps = 2
    secondsPerStep = 8
    attempts = 3
    actions = ChallengeAction.allCases.map(\.rawValue)
    mirrored = false
    minimumTurn = 12
    minimumUnexplained = HeadMotionSettings().minimumUnexplained
    minimumApproach = 1.25
    minimumPresence = 0.8
  }

  public init(from reader: inout SettingsReader) {
    let defaults = ChallengeSettings()
    steps = reader.integer("steps", default: defaults.steps, in: 1...5)
    secondsPerStep = reader.number("seconds_per_step", default: defaults.secondsPerStep, in: 3...60)
    attempts = reader.integer("attempts", default: defaults.attempts, in: 1...10)
    actions = reader.strings("actions", default: defaults.actions)
    mirrored = reader.boolean("mirrored", default: defaults.mirrored)
    minimumTurn = reader.number("min_turn_degrees", default: defaults.minimumTurn, in: 5...30)
    minimumUnexplained = reader.number("min_unexplained", default: defaults.minimumUnexplained, in: 0...0.5)
    minimumApproach = reader.number("min_approach", default: defaults.minimumApproach, in: 1.1...2)
    minimumPresence = reader.number("min_presence", default: defaults.minimumPresence, in: 0...1)
    if let problem = problemWithActions { reader.report("actions", problem) }
  }

  /// What is wrong with the list of actions, if anything.
  private var problemWithActions: String? {
    let valid = ChallengeAction.allCases.map(\.rawValue)
    if let unknown = actions.first(where: { !valid.contains($0) }) {
      return "\(unknown): unknown action; valid ones: \(valid.joined(separator: ", "))"
    }
    if Set(actions).count < actions.count { return "names an action twice; keep one" }
    if actions.count < min(2, steps) { return "must name at least \(min(2, steps)), as no action comes twice in a row" }
    return nil
  }

  /// The actions that may be asked for.
  var allowed: [ChallengeAction] { actions.compactMap(ChallengeAction.init) }
}
