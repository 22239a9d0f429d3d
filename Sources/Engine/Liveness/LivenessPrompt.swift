/// What a challenge asks of the person before the camera: the API's `challenge`.
public struct LivenessPrompt: Sendable, Hashable {
  /// The name of an action in the API; plugins may have their own.
  public struct Action: Sendable, Hashable {
    /// The name in the API.
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }

    /// The directions are the person's own: turning left is towards their left shoulder.
    public static let turnLeft = Action("turn_left")
    public static let turnRight = Action("turn_right")
    public static let lookUp = Action("look_up")
    public static let blinkTwice = Action("blink_twice")
    public static let comeCloser = Action("come_closer")
    /// Back to facing the camera, before the next action.
    public static let lookAhead = Action("look_ahead")
  }

  public var action: Action
  /// For people.
  public var text: String
  /// Which step this is, 1…`steps`.
  public var step: Int
  public var steps: Int
  /// How long the person still has for this step.
  public var remaining: Duration

  /// A prompt; all parameters as the properties of the same names.
  public init(action: Action, text: String, step: Int, steps: Int, remaining: Duration) {
    self.action = action
    self.text = text
    self.step = step
    self.steps = steps
    self.remaining = remaining
  }
}
