/// A session's admitted frames that wait for the one in work, oldest first.
///
/// A busy machine stalls for some tenths of a second now and then; a client that keeps to the documented rate must not
/// lose frames over it, because a blink is on two or three of them only. So a second's worth waits. Beyond that the
/// newest count and the oldest go: a server that is behind for good looks at what is before the camera now. All of them
/// together take no more memory than one frame of the largest size.
struct FrameBacklog: Sendable {
  private let maximumFrames: Int
  private let maximumBytes: Int
  private var frames: [LiveSession.Frame] = []

  /// A backlog for a session that may send so many frames a second, each of at most so many bytes.
  init(framesPerSecond: Double, maximumBytes: Int) {
    maximumFrames = max(1, Int(framesPerSecond.rounded(.up)))
    self.maximumBytes = maximumBytes
  }

  /// Adds the newest frame.
  ///
  /// - Returns: how many of the oldest were dropped for it.
  mutating func append(_ frame: LiveSession.Frame) -> Int {
    frames.append(frame)
    var bytes = frames.reduce(0) { $0 + $1.bytes.count }
    var dropped = 0
    while frames.count - dropped > 1, frames.count - dropped > maximumFrames || bytes > maximumBytes {
      bytes -= frames[dropped].bytes.count
      dropped += 1
    }
    frames.removeFirst(dropped)
    return dropped
  }

  /// Takes the oldest frame.
  mutating func next() -> LiveSession.Frame? { frames.isEmpty ? nil : frames.removeFirst() }

  /// Forgets them all.
  mutating func clear() { frames = [] }
}
