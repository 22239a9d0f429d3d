/// What the pipeline saw on one frame.
public struct FrameObservation: Sendable {
  /// The face that counts: the largest confident one.
  public struct ObservedFace: Sendable {
    public var face: Face
    /// nil where the landmarker found no face in the crop.
    public var mesh: FaceMesh?
    public var quality: Quality

    /// A face; all parameters as the properties of the same names.
    public init(face: Face, mesh: FaceMesh?, quality: Quality) {
      self.face = face
      self.mesh = mesh
      self.quality = quality
    }
  }

  /// The decoded frame; nil in tests of sessions.
  public var image: Image?
  public var face: ObservedFace?
  /// Confident faces that count: the largest, and those wide enough beside it to be bystanders.
  public var faceCount: Int
  /// Everything found with its confidence, `multiple_faces` among it.
  public var obstacles: [Obstacle]
  /// Whether obstacle detectors looked at the face; where they did not, the frame can't become a sample.
  public var obstaclesLookedFor: Bool
  /// What liveness checks measured in the pixels, by component id.
  public var measurements: [String: LivenessMeasurement] = [:]

  /// An observation; all parameters as the properties of the same names.
  public init(
    image: Image? = nil, face: ObservedFace?, faceCount: Int, obstacles: [Obstacle] = [],
    obstaclesLookedFor: Bool = true
  ) {
    self.image = image
    self.face = face
    self.faceCount = faceCount
    self.obstacles = obstacles
    self.obstaclesLookedFor = obstaclesLookedFor
  }

  /// The box of the face that counts, in pixels of the frame as it was sent.
  public var reportedBox: Rect? { face.map { FramePipeline.reported($0.face.box, of: image) } }
}
