/// Finds blinks by the shape of the eyes' opening in time: open, a quick fall of both eyes, a quick return.
///
/// A pure state machine. There is no fixed threshold of openness: each fall is measured against the median of the open
/// frames just before it, and against the session's own open eyes.
struct BlinkDetector: Sendable {
  private let settings: BlinkSettings
  /// Open frames of the last `window` seconds.
  private var open: [EyeSample] = []
  /// Openings of the session's frames, newest last, at most `historyLength`.
  private var history: [Double] = []
  private var fall: Fall?

  /// Seconds of open frames kept: what "just before" and the noise are measured on.
  private static let window = 1.5
  /// Open frames needed before a fall can begin.
  private static let warmUp = 4
  /// Frames kept for the session's baseline: 15 s at 10 fps.
  private static let historyLength = 150
  /// Share of a fall that must be regained for the eyes to count as open again.
  private static let recovery = 0.5
  /// A single odd frame of a 30 fps video spans 67 ms; the quickest blinks last 100 ms.
  private static let shortestBlink = 0.08
  /// The session's baseline: quantile of its openings that stands for open eyes. Upper, so that a session of half-closed
  /// frames does not lower it, but not the top, which is noise.
  private static let baselineQuantile = 0.7

  /// The share of `minimumDepth` that is asked for at least.
  private static let quietShare = 0.7
  /// How many times the noise a fall of less than `minimumDepth` must be. With ten one recorded photo in fifteen blinked.
  private static let surely = 13.0
  /// Degrees that a head that keeps still turns by in a blink.
  private static let stillHead = 3.0
  /// The most that noise adds to the depth needed: a moving head looks noisy too, and blinks.
  private static let mostForNoise = 0.15

  /// A detector that has seen nothing.
  init(settings: BlinkSettings) { self.settings = settings }

  /// Forgets what came just before, as what comes next cannot be compared with it; the baseline stays.
  mutating func interrupt() {
    open = []
    fall = nil
  }

  /// Takes the next frame; true when it completes a blink.
  mutating func observe(_ sample: EyeSample) -> Bool {
    // A number that is none would poison the baseline.
    guard sample.left.isFinite, sample.right.isFinite, sample.aspectRatio.isFinite else {
      interrupt()
      return false
    }
    history.append(sample.opening)
    if history.count > Self.historyLength { history.removeFirst() }
    open.removeAll { sample.time - $0.time > Self.window }
    guard var current = fall else {
      beginFall(at: sample)
      return false
    }
    current.samples.append(sample)
    if current.closing > settings.longestTransition {
      // The eyes had settled lower, and only now fall: what came before is the open level of this fall.
      fall = nil
      open += current.samples.dropLast()
      beginFall(at: sample)
      return false
    }
    if isBlink(current) {
      fall = nil
      open.append(sample)
      return true
    }
    let stalled = current.duration > settings.longestTransition && current.depth < settings.minimumDepth
    if current.regained >= 0.9 || stalled || current.duration > settings.longestBlink {
      // Not a blink: what was seen is how this session's open eyes look now.
      fall = nil
      open += current.samples
    } else {
      fall = current
    }
    return false
  }

  private mutating func beginFall(at sample: EyeSample) {
    let recent = open.suffix(5)
    if open.count >= Self.warmUp, let last = recent.last, let opening = recent.map(\.opening).median,
      let left = recent.map(\.left).median, let right = recent.map(\.right).median,
      let unit = recent.map(\.aspectRatio).median, unit > 0,
      (opening - sample.opening) / unit >= settings.minimumDepth / 2
    {
      fall = Fall(
        opening: opening, left: left, right: right, unit: unit, noise: noise() / unit, last: last, samples: [sample])
    } else {
      open.append(sample)
    }
  }

  /// Spread of the opening from frame to frame, robust: 1.48 × the median difference, over √2 as two frames differ.
  private func noise() -> Double {
    let steps = zip(open, open.dropFirst()).map { abs($0.opening - $1.opening) }
    return 1.48 * (steps.median ?? 0) / 2.0.squareRoot()
  }

  /// The depth asked for before anything is added: `minimumDepth`, and less while the head keeps still and the eyes hardly
  /// tremble, as of lids as dark as the eye (make-up, deep sockets) the mesh sees a full blink as half of one.
  private func leastDepth(_ fall: Fall) -> Double {
    guard max(fall.pitchRange, fall.yawRange) <= Self.stillHead else { return settings.minimumDepth }
    return min(settings.minimumDepth, max(Self.quietShare * settings.minimumDepth, Self.surely * fall.noise))
  }

  private func isBlink(_ fall: Fall) -> Bool {
    guard fall.regained >= Self.recovery, let baseline = history.quantile(Self.baselineQuantile) else { return false }
    let duration = fall.duration
    guard duration >= Self.shortestBlink, duration <= settings.longestBlink,
      fall.reopening <= settings.longestTransition
    else { return false }
    let needed = depthNeeded(fall)
    // The baseline keeps a return from wide-open eyes from being a fall.
    return fall.depth >= needed && fall.leftDepth >= 0.6 * needed && fall.rightDepth >= 0.6 * needed
      && (baseline - fall.trough.opening) / fall.unit >= 0.6 * needed
  }

  /// The depth that a fall must reach. More is asked of one that the head's turn may explain (the aspect ratio changes by
  /// about 1 % per degree: carphone, and nodding photos), of a long one (long closures are complete ones) and of a
  /// noisy session, and less in a quiet one.
  private func depthNeeded(_ fall: Fall) -> Double {
    leastDepth(fall) + 0.015 * max(0, fall.pitchRange - 6) + 0.015 * max(0, fall.yawRange - 8)
      + 0.5 * max(0, fall.duration - 0.5) + min(Self.mostForNoise, max(0, 4 * fall.noise - settings.minimumDepth))
  }
}
