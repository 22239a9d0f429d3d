/// Finds a picture that stands still: frames that repeat the one before for longer than a camera does.
///
/// The noise of a sensor and the motion of a living face make exact repeats impossible, so a run of them comes from a
/// file or from a camera that hangs. The finding holds while the run does, and for as long again: a camera that hung is
/// no fraud.
struct FreezeDetector: Sendable {
  /// Difference of the face below which a frame repeats the one before. Encoding a frame anew changes it by some 1e-6,
  /// a sensor's noise by 1e-4 and more.
  static let repeated: Float = 1e-5
  /// Frames that a run has at least, whatever time they take: two or three in low light are the camera's own.
  private static let shortestRun = 6

  private let frozenSeconds: Double
  private var runBegan: Double?
  private var run = 0
  private var lastFrozen: Double?

  /// A detector that has seen nothing.
  init(frozenSeconds: Double) { self.frozenSeconds = frozenSeconds }

  /// Takes the next frame.
  ///
  /// - Returns: whether the picture is frozen now.
  mutating func observe(isRepeat: Bool, at time: Double) -> Bool {
    if isRepeat {
      let began = runBegan ?? time
      runBegan = began
      run += 1
      if run >= Self.shortestRun, time - began >= frozenSeconds { lastFrozen = time }
    } else {
      runBegan = nil
      run = 0
    }
    return lastFrozen.map { time - $0 < frozenSeconds } ?? false
  }
}
