/// What a session demands (api.md §2, "Session rules").
public struct SessionRules: Sendable, Hashable {
  /// Good frames needed: `target_samples`, `min_frames_required`.
  public var targetSamples: Int
  /// A frame below it does not count, 0…1.
  public var qualityThreshold: Float
  /// Whether liveness must be shown at all.
  public var requiresLiveness: Bool
  public var liveness: LivenessPolicy
  /// From which cosine similarity on two faces of a session are one person's, −1…1: its samples and its signs of life
  /// must be, and of good frames more is asked (`IdentityTrack.similarity(ofModel:)`). nil does not compare them.
  public var sameFaceSimilarity: Float?
  public var obstacles: ObstacleThresholds
  /// Frames per second that are processed.
  public var maxFPS: Double
  /// Frames processed before the session fails.
  public var frameBudget: Int
  /// Quality below this counts towards giving up, 0…1.
  public var lowQualityThreshold: Float
  /// So many frames below `lowQualityThreshold` in a row end the session.
  public var maxLowQualityConsecutive: Int
  /// How long the session lives.
  public var timeToLive: Duration

  /// The documented defaults.
  public init(
    targetSamples: Int = 3, qualityThreshold: Float = 0.65, requiresLiveness: Bool = true,
    liveness: LivenessPolicy, sameFaceSimilarity: Float? = nil, obstacles: ObstacleThresholds = ObstacleThresholds(),
    maxFPS: Double = 10,
    frameBudget: Int = 300, lowQualityThreshold: Float = 0.30, maxLowQualityConsecutive: Int = 25,
    timeToLive: Duration = .seconds(300)
  ) {
    self.targetSamples = targetSamples
    self.qualityThreshold = qualityThreshold
    self.requiresLiveness = requiresLiveness
    self.liveness = liveness
    self.sameFaceSimilarity = sameFaceSimilarity
    self.obstacles = obstacles
    self.maxFPS = maxFPS
    self.frameBudget = frameBudget
    self.lowQualityThreshold = lowQualityThreshold
    self.maxLowQualityConsecutive = maxLowQualityConsecutive
    self.timeToLive = timeToLive
  }
}
