/// What of a frame can still change its session's outcome; the pipeline looks for nothing else.
public struct FrameNeeds: Sendable, Hashable {
  /// Obstacles are looked for only on a face of at least this quality, because one below it does not count anyway.
  public var qualityThreshold: Float
  /// Above which confidence an obstacle rejects the frame; nil where no detector need look, as the frame can't become a
  /// sample.
  public var obstacles: ObstacleThresholds?
  /// Ids of the liveness checks that want a measurement.
  public var measurements: Set<String>

  /// Needs; all parameters as the properties of the same names.
  public init(
    qualityThreshold: Float, obstacles: ObstacleThresholds? = ObstacleThresholds(), measurements: Set<String> = []
  ) {
    self.qualityThreshold = qualityThreshold
    self.obstacles = obstacles
    self.measurements = measurements
  }
}
