import Engine

/// Says whether a frame can be compared with the one before: the same face, seen well, soon after.
///
/// A state machine over observations; both checks use it so that a swapped face, a jump or a pause never looks like a
/// movement.
struct FaceContinuity: Sendable {
  /// What a frame is to the check.
  enum Step: Hashable, Sendable {
    /// Not to be used: the mesh does not hold a face, or time does not rise.
    case unusable
    /// Usable, but nothing before it is comparable.
    case fresh
    /// Follows the frame before.
    case continued
  }

  /// Mesh presence below which a frame is not used, 0…1.
  var minimumPresence: Float
  /// Seconds between two frames above which they are not compared: 5 fps with two frames lost in between.
  static let longestGap = 0.65
  /// Movement of the box between two frames, in box sizes. A head that fills 180 pixels moves some 0.1 in 100 ms;
  /// pictures shown one after the other jump by more than half.
  static let widestJump: Float = 0.5
  /// Ratio of the box sizes of two frames.
  static let largestGrowth: Float = 1.35

  private var last: (time: Duration, box: Rect)?

  /// Nothing seen.
  init(minimumPresence: Float) { self.minimumPresence = minimumPresence }

  /// Takes the next frame.
  mutating func step(_ observation: LivenessObservation) -> Step {
    let box = observation.face.box
    guard observation.mesh.presence >= minimumPresence, box.width > 0, box.height > 0 else {
      last = nil
      return .unusable
    }
    guard let before = last else {
      last = (observation.time, box)
      return .fresh
    }
    guard observation.time > before.time else { return .unusable }
    last = (observation.time, box)
    let size = box.area.squareRoot()
    let sizeBefore = before.box.area.squareRoot()
    let dx = box.center.x - before.box.center.x
    let dy = box.center.y - before.box.center.y
    let moved = (dx * dx + dy * dy).squareRoot() / min(size, sizeBefore)
    let grown = max(size, sizeBefore) / min(size, sizeBefore)
    guard (observation.time - before.time).seconds <= Self.longestGap, moved <= Self.widestJump,
      grown <= Self.largestGrowth
    else { return .fresh }
    return .continued
  }
}
