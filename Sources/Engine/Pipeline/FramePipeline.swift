/// One frame's way: bytes → image → faces → mesh → quality → obstacles; and, when the frame counts, its embedding.
///
/// Cheap steps come first and a step runs only when its answer can change the outcome. All calls compute; the host runs
/// them on its compute threads, from several at a time.
public struct FramePipeline: Sendable {
  /// Which faces count.
  public struct Rules: Sendable, Hashable {
    /// Detections below this confidence are ignored, 0…1.
    public var minimumConfidence: Float
    /// A further face counts from this share of the main face's width on: a passer-by far behind, or a face on a
    /// poster, does not stop a session.
    public var bystanderWidth: Float
    /// A mesh below this presence is no mesh, 0…1.
    public var minimumPresence: Float

    /// Defaults: confidence 0.6, bystanders from 0.3 of the main face's width, presence 0.5.
    public init(minimumConfidence: Float = 0.6, bystanderWidth: Float = 0.3, minimumPresence: Float = 0.5) {
      self.minimumConfidence = minimumConfidence
      self.bystanderWidth = bystanderWidth
      self.minimumPresence = minimumPresence
    }
  }

  public let decoder: any ImageDecoder
  public let detector: any FaceDetector
  public let landmarker: any FaceLandmarker
  public let quality: any QualityAssessor
  public let obstacleDetectors: [any ObstacleDetector]
  public let embedder: any FaceEmbedder
  public let rules: Rules

  /// A pipeline of these components.
  public init(
    decoder: any ImageDecoder, detector: any FaceDetector, landmarker: any FaceLandmarker,
    quality: any QualityAssessor, obstacleDetectors: [any ObstacleDetector], embedder: any FaceEmbedder,
    rules: Rules = Rules()
  ) {
    self.decoder = decoder
    self.detector = detector
    self.landmarker = landmarker
    self.quality = quality
    self.obstacleDetectors = obstacleDetectors
    self.embedder = embedder
    self.rules = rules
  }

  /// Looks at one encoded frame.
  ///
  /// - Throws: `ImageError` for a bad picture, `ComponentError` where a component fails.
  public func observe(
    _ bytes: UnsafeRawBufferPointer, limits: ImageLimits, needs: FrameNeeds
  ) throws -> FrameObservation {
    try observe(try decoder.decode(bytes, limits: limits), needs: needs)
  }

  /// Looks at a decoded frame.
  public func observe(_ image: Image, needs: FrameNeeds) throws -> FrameObservation {
    let faces = confidentFaces(try detector.detect(in: image))
    guard let main = faces.first else { return FrameObservation(image: image, face: nil, faceCount: 0) }
    let bystanders = faces.dropFirst().filter { $0.box.width >= main.box.width * rules.bystanderWidth }
    let observed = try examine(main, in: image)
    var seen = FrameObservation(
      image: image, face: observed, faceCount: 1 + bystanders.count, obstaclesLookedFor: false)
    if let bystander = bystanders.first {
      seen.obstacles = [Obstacle(kind: .multipleFaces, confidence: bystander.confidence)]
    } else if let thresholds = needs.obstacles, observed.quality.score >= needs.qualityThreshold {
      seen.obstacles = try obstacles(on: observed, in: image, thresholds)
      seen.obstaclesLookedFor = true
    }
    return seen
  }

  /// What the obstacle detectors find, in their configured order: the cheap ones come first, and once a frame is
  /// rejected, what the dear ones would say of it changes nothing.
  private func obstacles(
    on face: FrameObservation.ObservedFace, in image: Image, _ thresholds: ObstacleThresholds
  ) throws -> [Obstacle] {
    var found: [Obstacle] = []
    for detector in obstacleDetectors where thresholds.canReject(detector.kinds) {
      found += try detector.obstacles(on: face.face, mesh: face.mesh, in: image)
      if !thresholds.rejecting(found).isEmpty { break }
    }
    return found
  }

  /// Mesh and quality of one face.
  public func examine(_ face: Face, in image: Image) throws -> FrameObservation.ObservedFace {
    let fitted = try landmarker.mesh(of: face, in: image)
    let mesh = fitted.presence >= rules.minimumPresence ? fitted : nil
    let quality = try quality.assess(face, mesh: mesh, in: image)
    return FrameObservation.ObservedFace(face: face, mesh: mesh, quality: quality)
  }

  /// Every confident face, largest first: merely the largest box, however unsure, is often not a face at all.
  public func confidentFaces(_ faces: [Face]) -> [Face] {
    faces.filter { $0.confidence >= rules.minimumConfidence }.sorted { $0.box.area > $1.box.area }
  }

  /// The embedding of the observed face.
  ///
  /// - Throws: `ComponentError.failed` for an observation without a face or an image.
  public func embed(_ observation: FrameObservation) throws -> Embedding {
    guard let face = observation.face, let image = observation.image else {
      throw ComponentError.failed("there is no face to embed")
    }
    return try embedder.embed(face.face, in: image)
  }

  /// A box in pixels of the picture as it was sent, cut off at its border.
  public static func reported(_ box: Rect, of image: Image?) -> Rect {
    guard let image else { return box }
    let width = Float(image.width)
    let height = Float(image.height)
    let x0 = min(width, max(0, box.x)) * image.scale
    let y0 = min(height, max(0, box.y)) * image.scale
    let x1 = min(width, max(0, box.maxX)) * image.scale
    let y1 = min(height, max(0, box.maxY)) * image.scale
    return Rect(x: x0, y: y0, width: max(0, x1 - x0), height: max(0, y1 - y0))
  }
}
