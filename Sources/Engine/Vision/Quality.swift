/// How well a face can be recognised, 0…1 each; 1 is best.
public struct Quality: Sendable, Hashable {
  /// The one score that thresholds are compared with.
  public var score: Float
  /// What it was made from.
  public var parts: Parts

  /// The parts of the score.
  public struct Parts: Sendable, Hashable {
    public var sharpness: Float
    public var brightness: Float
    public var pose: Float
    public var size: Float
    public var occlusion: Float

    /// All parts.
    public init(sharpness: Float, brightness: Float, pose: Float, size: Float, occlusion: Float) {
      self.sharpness = sharpness
      self.brightness = brightness
      self.pose = pose
      self.size = size
      self.occlusion = occlusion
    }
  }

  /// A score with its parts.
  public init(score: Float, parts: Parts) {
    self.score = score
    self.parts = parts
  }
}

/// Judges a face's quality. Called on compute threads, from several at a time.
public protocol QualityAssessor: ComponentLifecycle {
  /// The quality of one face; `mesh` where the pipeline has one.
  func assess(_ face: Face, mesh: FaceMesh?, in image: Image) throws -> Quality
}
