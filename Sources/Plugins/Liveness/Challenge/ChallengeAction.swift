import Engine

/// What a challenge can ask for.
enum ChallengeAction: String, Sendable, CaseIterable {
  case turnLeft = "turn_left"
  case turnRight = "turn_right"
  case lookUp = "look_up"
  case blinkTwice = "blink_twice"
  case comeCloser = "come_closer"

  /// Whether it shows the depth of the head, which a flat picture lacks.
  var showsDepth: Bool {
    switch self {
    case .turnLeft, .turnRight, .lookUp: true
    case .blinkTwice, .comeCloser: false
    }
  }

  /// The action's name in the API.
  var prompt: LivenessPrompt.Action { LivenessPrompt.Action(rawValue) }

  /// What the person is told.
  var text: String {
    switch self {
    case .turnLeft: "Turn your head to your left."
    case .turnRight: "Turn your head to your right."
    case .lookUp: "Look up."
    case .blinkTwice: "Blink twice."
    case .comeCloser: "Come closer to the camera."
    }
  }

  /// Random actions out of `allowed`, never one twice in a row; one of them shows depth, where any allowed one does.
  static func sequence(
    of steps: Int, from allowed: [ChallengeAction], using random: inout some RandomNumberGenerator
  ) -> [ChallengeAction] {
    let depthPlace = Int.random(in: 0..<max(1, steps), using: &random)
    var sequence: [ChallengeAction] = []
    for place in 0..<steps {
      var candidates = allowed.filter { $0 != sequence.last }
      if place == depthPlace, !sequence.contains(where: \.showsDepth), candidates.contains(where: \.showsDepth) {
        candidates.removeAll { !$0.showsDepth }
      }
      guard let action = candidates.randomElement(using: &random) else { break }
      sequence.append(action)
    }
    return sequence
  }
}
