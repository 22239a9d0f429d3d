/// Lets frames through at a bounded rate: a token bucket over an injected clock.
///
/// The bucket holds two tokens, so that a client that sends at exactly the allowed rate is not punished for the
/// network's jitter. Each frame dropped adds to a count and each frame let through takes one off; a client whose count
/// reaches `patience` keeps on sending too fast (three times the rate gets there in a few seconds, one and a half times
/// never does).
struct FrameGate: Sendable {
  /// What to do with a frame.
  enum Decision: Hashable {
    case pass
    /// Drop it; the next one passes after this time.
    case drop(retryAfter: Duration)
    /// Drop it and close: the client keeps on.
    case close
  }

  static let burst = 2.0
  static let patience = 30

  private let interval: Duration
  private var tokens = FrameGate.burst
  private var last = Duration.zero
  private var dropped = 0

  init(framesPerSecond: Double) { interval = .seconds(1 / max(framesPerSecond, 0.001)) }

  mutating func decide(at now: Duration) -> Decision {
    if now > last {
      tokens = min(FrameGate.burst, tokens + (now - last) / interval)
      last = now
    }
    // A frame a millionth early by rounding passes.
    if tokens >= 1 - 1e-6 {
      tokens -= 1
      dropped = max(0, dropped - 1)
      return .pass
    }
    dropped += 1
    return dropped >= FrameGate.patience ? .close : .drop(retryAfter: interval * (1 - tokens))
  }
}
