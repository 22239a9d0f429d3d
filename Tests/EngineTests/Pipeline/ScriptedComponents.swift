import Engine
import Synchronization

/// Components that answer as they were told, and a record of which of them were asked.
final class Script: Sendable {
  let faces: [Face]
  let presence: Float
  let quality: Float
  let obstacles: [Obstacle]
  let kinds: [Obstacle.Kind]
  let decoded: Result<Image, ImageError>
  private let steps = Mutex<[String]>([])

  init(
    faces: [Face], presence: Float = 0.9, quality: Float = 0.9, obstacles: [Obstacle] = [],
    kinds: [Obstacle.Kind] = [],
    decoded: Result<Image, ImageError> = .failure(.damaged)
  ) {
    self.faces = faces
    self.presence = presence
    self.quality = quality
    self.obstacles = obstacles
    self.kinds = kinds
    self.decoded = decoded
  }

  /// The steps that ran, in order, with what they were given.
  var ran: [String] { steps.withLock { $0 } }

  fileprivate func note(_ step: String) { steps.withLock { $0.append(step) } }

  func pipeline(rules: FramePipeline.Rules = FramePipeline.Rules(), obstacleDetectors: Int = 1) -> FramePipeline {
    let component = ScriptedComponent(script: self)
    return FramePipeline(
      decoder: component, detector: component, landmarker: component, quality: component,
      obstacleDetectors: Array(repeating: component, count: obstacleDetectors), embedder: component, rules: rules)
  }
}

struct ScriptedComponent: ImageDecoder, FaceDetector, FaceLandmarker, QualityAssessor, ObstacleDetector, FaceEmbedder {
  let script: Script
  let model = EmbeddingModel(id: ModelID("test-4"), dimension: 4, operatingPoints: [])

  func decode(_ bytes: UnsafeRawBufferPointer, limits: ImageLimits) throws(ImageError) -> Image {
    script.note("decode \(bytes.count) of \(limits.maximumBytes)")
    return try script.decoded.get()
  }

  func detect(in image: Image) -> [Face] {
    script.note("detect")
    return script.faces
  }

  func mesh(of face: Face, in image: Image) -> FaceMesh {
    script.note("mesh at \(face.box.x)")
    return FaceMesh(
      points: [], presence: script.presence, pose: HeadPose(yaw: 0, pitch: 0, roll: 0),
      eyes: EyeOpenness(left: 0.3, right: 0.3))
  }

  func assess(_ face: Face, mesh: FaceMesh?, in image: Image) -> Quality {
    script.note(mesh == nil ? "quality without mesh" : "quality")
    return Quality(score: script.quality)
  }

  var kinds: [Obstacle.Kind] { script.kinds }

  func obstacles(on face: Face, mesh: FaceMesh?, in image: Image) -> [Obstacle] {
    script.note(mesh == nil ? "obstacles without mesh" : "obstacles")
    return script.obstacles
  }

  func embed(_ face: Face, in image: Image) -> Embedding {
    script.note("embed at \(face.box.x)")
    return .along(2)
  }
}

extension Face {
  /// A face whose box is `width` by `height` (square unless told) at `x`.
  static func at(_ x: Float, width: Float, height: Float? = nil, confidence: Float = 0.9) -> Face {
    Face(box: Rect(x: x, y: 5, width: width, height: height ?? width), confidence: confidence, landmarks: [])
  }
}
