/// Finds frames that were shown before: a clip in a loop, forwards or to and fro.
///
/// A living face takes up an earlier look again, but not look after look in the same order, each closer to the earlier
/// one than to the frame a tenth of a second before. So each frame is held against all earlier ones; where it matches
/// one much better than either matches its own neighbours, it extends the run of the frame before it by one. The measure
/// is the aligned face without brightness and contrast: encoding anew, a drift of the light and shifts of the picture
/// leave it as it is. In a face at rest the neighbours differ by noise alone, and nothing matches better than that.
struct LoopDetector: Sendable {
  private struct Entry: Sendable {
    var time: Double
    var face: Thumbnail
    /// Mean difference from the frames just before it.
    var motion: Float
  }

  /// How many frames in order have matched, up to the newest one and the entry to which this belongs.
  private struct Run: Sendable {
    var forward = 0
    var backward = 0
  }

  /// Entries kept: 1 kB each; 25 s at 10 frames a second.
  private static let capacity = 256
  /// Seconds between two entries: more frames a second say nothing new.
  private static let spacing = 0.06
  /// Seconds between a frame and one that it may match: what is nearer is alike in any case.
  private static let shortestLoop = 0.5
  /// Neighbours: up to three frames before, at most so many seconds away.
  private static let neighbourhood = 0.35
  /// Motion below which only an exact repeat says something; the rest is noise and the mesh's trembling.
  private static let leastMotion: Float = 1e-3

  /// Frames in order that make a loop likely enough to wait for more. Of the evaluation's development people, one more
  /// let 2 of 24 loops through, and this many delayed no bona fide session by more than 0.1 s (36, median and 90 %).
  private static let suspicious = 2

  private let frames: Int
  private let largestDifference: Float
  private var history: [Entry] = []
  /// One for each entry.
  private var runs: [Run] = []
  /// Whether a loop was seen; it stays, as the session's frames are then known to be a recording.
  private(set) var isFound = false
  /// Whether the newest frames match earlier ones, though not enough of them for a loop yet.
  private(set) var isSuspected = false

  /// A detector that has seen nothing; the parameters as in `TemporalSettings`.
  init(frames: Int, largestDifference: Double) {
    self.frames = frames
    self.largestDifference = Float(largestDifference)
  }

  /// Takes the next frame, which must not repeat the one before.
  mutating func observe(_ face: Thumbnail, at time: Double) {
    guard !isFound, history.last.map({ time - $0.time >= Self.spacing }) ?? true else { return }
    let before = history.suffix(3).filter { time - $0.time <= Self.neighbourhood }
    let motion = before.isEmpty ? 0 : before.reduce(0) { $0 + $1.face.difference(from: face) } / Float(before.count)
    extendRuns(by: face, motion: motion, at: time)
    history.append(Entry(time: time, face: face, motion: motion))
    runs.append(Run())
    if history.count > Self.capacity {
      history.removeFirst()
      runs.removeFirst()
    }
  }

  private mutating func extendRuns(by face: Thumbnail, motion: Float, at time: Double) {
    let last = runs
    var longest = 0
    for (index, entry) in history.enumerated() {
      if time - entry.time >= Self.shortestLoop,
        isMatch(difference: entry.face.difference(from: face), motion: min(motion, entry.motion))
      {
        // A step of no frame or of two is allowed for: clocks differ, and frames are lost.
        let forward = last[max(0, index - 2)...index].map(\.forward).max() ?? 0
        let backward = last[index...min(last.count - 1, index + 2)].map(\.backward).max() ?? 0
        runs[index] = Run(forward: forward + 1, backward: backward + 1)
      } else {
        let forward = index > 0 ? last[index - 1].forward : 0
        let backward = index + 1 < last.count ? last[index + 1].backward : 0
        runs[index] = Run(forward: max(0, forward - 1), backward: max(0, backward - 1))
      }
      longest = max(longest, runs[index].forward, runs[index].backward)
    }
    isFound = longest >= frames
    isSuspected = longest >= Self.suspicious
  }

  private func isMatch(difference: Float, motion: Float) -> Bool {
    if difference < FreezeDetector.repeated { return motion > 5 * FreezeDetector.repeated }
    return motion >= Self.leastMotion && difference <= largestDifference * motion
  }
}
