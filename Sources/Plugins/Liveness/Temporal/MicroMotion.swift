/// Sees whether a face lives in its own frame: whether it changes over three quarters of a second in a way that the motion
/// of a flat or bent picture does not, and by more than from one frame to the next, which is noise.
///
/// A living head is never still: its nose moves before its cheeks, and skin moves over it. The rest of a photo that is
/// carried about is noise, as large between neighbours as between frames far apart. The eyes do not count, as those may
/// be somebody else's behind a paper.
struct MicroMotion: Sendable {
  /// A frame, smoothed, that later ones are held against.
  private struct Entry: Sendable {
    var time: Double
    var patch: FacePatch
    /// The share of its texture that the frame before it leaves unexplained.
    var noise: Double
  }

  /// Seconds between two entries: two registrations each, half a millisecond in all.
  private static let spacing = 0.25
  /// Seconds between an entry and the earlier one that it is held against.
  private static let lag = 0.7...1.3
  /// Changes kept: the last ten seconds.
  private static let window = 40
  /// The mean of so many of the largest changes counts: one alone may be a poor frame.
  private static let largest = 3

  private let least: Double
  private var entries: [Entry] = []
  private var before: FacePatch?
  private var changes: [Double] = []
  /// Whether the face was seen to live; it stays.
  private(set) var isSeen: Bool

  /// A detector that has seen nothing.
  ///
  /// - Parameter least: the change that is looked for, as in `TemporalSettings.minimumMicroMotion`; 0 for none.
  init(least: Double) {
    self.least = least
    isSeen = least <= 0
  }

  /// Forgets the frames before: what comes next cannot be compared with them.
  mutating func interrupt() {
    entries = []
    before = nil
  }

  /// Takes the next frame, which must not repeat the one before.
  mutating func observe(_ patch: FacePatch, at time: Double) {
    guard !isSeen else { return }
    defer { before = patch }
    guard entries.last.map({ time - $0.time >= Self.spacing }) ?? true, let before = before?.smoothed() else { return }
    let patch = patch.smoothed()
    let registration = FlatRegistration(patch: patch, where: Self.isSkin)
    guard let noise = registration.unexplained(by: before) else { return }
    entries.removeAll { time - $0.time > Self.lag.upperBound }
    if let earlier = entries.last(where: { Self.lag.contains(time - $0.time) }),
      let change = registration.unexplained(by: earlier.patch)
    {
      // Amplitudes, not powers: the change of a faint movement is then not lost beside a large one.
      changes.append(max(0, change).squareRoot() - max(0, noise, earlier.noise).squareRoot())
      if changes.count > Self.window { changes.removeFirst() }
      isSeen = amount >= least
    }
    entries.append(Entry(time: time, patch: patch, noise: noise))
    if isSeen {
      interrupt()
      changes = []
    }
  }

  /// The mean of the largest changes, as shares of the texture's amplitude; 0 before there are so many.
  private var amount: Double {
    guard changes.count >= Self.largest else { return 0 }
    return changes.sorted().suffix(Self.largest).reduce(0, +) / Double(Self.largest)
  }

  /// From the brows to the upper lip, without the eyes; in the face's own frame.
  private static func isSkin(_ place: PlanePoint) -> Bool {
    abs(place.x) < 0.62 && place.y > -0.55 && place.y < 0.75 && !(abs(place.y) < 0.2)
  }
}
