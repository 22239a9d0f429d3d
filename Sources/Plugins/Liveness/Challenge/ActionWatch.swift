import Engine

/// One frame, as the watch of an action sees it.
struct ActionSample: Sendable {
  var head: HeadSample
  /// Distance of the outer eye corners, pixels.
  var eyeDistance: Double
  /// Whether this frame completes a blink.
  var blinked: Bool
}

/// Watches for one action, from a face that looked ahead.
struct ActionWatch: Sendable {
  /// What a frame says of the action.
  enum Finding: Sendable, Hashable {
    case pending
    case done
    /// Another than the one asked for, clearly.
    case wrong
  }

  /// Frames running that a face must be near enough.
  private static let steadyFrames = 2
  /// A turn must go the way asked for more than across it.
  private static let direction = 0.7

  let action: ChallengeAction
  private let settings: ChallengeSettings
  private var track: TurnTrack
  private let eyeDistance: Double
  private var blinks = 0
  private var nearFrames = 0

  /// A watch from these frames of a face that looks ahead. Nil where they make no reference.
  init?(_ action: ChallengeAction, from samples: [ActionSample], settings: ChallengeSettings) {
    var motion = HeadMotionSettings()
    motion.minimumTurn = settings.minimumTurn
    motion.minimumUnexplained = settings.minimumUnexplained
    guard let track = TurnTrack(from: samples.map(\.head), settings: motion),
      let eyeDistance = samples.map(\.eyeDistance).median
    else { return nil }
    self.action = action
    self.settings = settings
    self.track = track
    self.eyeDistance = eyeDistance
  }

  /// Takes the next frame.
  mutating func observe(_ sample: ActionSample) -> Finding {
    let turn = track.observe(sample.head)
    switch action {
    case .turnLeft: return judge(turn, towards: (settings.mirrored ? -1 : 1, 0))
    case .turnRight: return judge(turn, towards: (settings.mirrored ? 1 : -1, 0))
    case .lookUp: return judge(turn, towards: (0, -1))
    case .blinkTwice:
      if sample.blinked { blinks += 1 }
      return blinks >= 2 ? .done : .pending
    case .comeCloser:
      nearFrames = sample.eyeDistance >= settings.minimumApproach * eyeDistance ? nearFrames + 1 : 0
      return nearFrames >= Self.steadyFrames ? .done : .pending
    }
  }

  /// - Parameter asked: to the image's right and down, of length 1.
  private func judge(_ turn: Parallax?, towards asked: (x: Double, y: Double)) -> Finding {
    guard let turn else { return .pending }
    let along = (turn.sideways * asked.x + turn.down * asked.y) / turn.angle
    return along >= Self.direction ? .done : along <= -Self.direction ? .wrong : .pending
  }
}
