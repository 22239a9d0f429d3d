/// Whether the server is worth asking: after a failure to connect, or silence, nobody asks until a delay has passed, and
/// then one alone. Pure: the clock and the dice are the caller's.
struct Availability: Sendable {
  /// What a caller may do.
  enum Admission: Sendable, Hashable {
    /// Go ahead.
    case granted
    /// Go ahead, alone, and say how it went: all others are refused until then.
    case trial
    /// Fail at once.
    case refused(ConnectProblem)
  }

  /// The first delay, and the longest.
  static let shortest = Duration.milliseconds(100)
  static let longest = Duration.seconds(5)

  private struct Outage {
    var problem: ConnectProblem
    var failures: Int
    var retryAt: Duration
    var isTrialUnderWay: Bool
  }
  private var outage: Outage?

  /// A server of which nothing bad is known.
  init() {}

  /// Whether the last attempt failed.
  var isDown: Bool { outage != nil }

  /// Asks for admission at the time `now`, counted from any fixed point.
  mutating func admit(at now: Duration) -> Admission {
    guard let outage else { return .granted }
    guard !outage.isTrialUnderWay, now >= outage.retryAt else { return .refused(outage.problem) }
    self.outage?.isTrialUnderWay = true
    return .trial
  }

  /// The server answered.
  mutating func succeeded() { outage = nil }

  /// The server could not be connected to, or kept silent.
  ///
  /// - Parameter dice: 0..<1. The delay doubles with each failure from `shortest` to `longest`; the dice take up to half of
  ///   it away, so that hosts that lost the server together do not come back together.
  mutating func failed(_ problem: ConnectProblem, at now: Duration, dice: Double) {
    // Those who were under way when the outage began fail one after another; that is one failure.
    if let outage, !outage.isTrialUnderWay, now < outage.retryAt { return }
    let failures = (outage?.failures ?? 0) + 1
    let full = min(Self.longest, Self.shortest * (1 << min(failures - 1, 10)))
    outage = Outage(
      problem: problem, failures: failures, retryAt: now + full * (1 - dice / 2), isTrialUnderWay: false)
  }

  /// A trial ended without telling anything: the next one may begin.
  mutating func undecided() { outage?.isTrialUnderWay = false }
}
