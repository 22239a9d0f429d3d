/// What obstacles a session's last frames showed: a detector that overlooks glasses on one frame in twenty would
/// otherwise let three samples through a session of a hundred.
///
/// Each kind's confidence is averaged over the frames looked at, newer ones weighing more. One clear frame after many
/// covered ones is not yet clear; a face that was never covered is not held back by the average.
struct ObstacleMemory: Sendable {
  /// Weight of the newest frame. At 0.35 and a confidence of 1, a threshold of 0.5 is passed after two clear frames and
  /// one of 0.3 after three: 0.3 s at 10 frames per second.
  static let weight: Float = 0.35

  private var average: [Obstacle.Kind: Float]?

  /// Takes what a frame showed.
  ///
  /// - Returns: what rejects it: what it shows itself, and what those before it showed still.
  mutating func take(_ found: [Obstacle], _ thresholds: ObstacleThresholds) -> [Obstacle] {
    var now: [Obstacle.Kind: Float] = [:]
    for obstacle in found { now[obstacle.kind] = max(now[obstacle.kind] ?? 0, obstacle.confidence) }
    var next: [Obstacle.Kind: Float] = [:]
    for kind in Set(now.keys).union(average.map { Set($0.keys) } ?? []) {
      let newest = now[kind] ?? 0
      // The first frame looked at has no past: it is its own average.
      next[kind] = average.map { Self.weight * newest + (1 - Self.weight) * ($0[kind] ?? 0) } ?? newest
    }
    average = next
    let rejecting = thresholds.rejecting(found)
    let named = Set(rejecting.map(\.kind))
    // Several faces are a matter of the moment: the pipeline sees them or does not.
    let remembered = thresholds.rejecting(
      next.map { Obstacle(kind: $0.key, confidence: $0.value) }.filter {
        !named.contains($0.kind) && $0.kind != .multipleFaces
      })
    return rejecting + remembered.sorted { $0.kind.rawValue < $1.kind.rawValue }
  }
}
