import Engine

/// Does not look at the bytes.
struct IdleDecoder: ImageDecoder {
  private let image = Image(width: 640, height: 480) { $0.initializeMemory(as: UInt8.self, repeating: 128) }

  func decode(_ bytes: UnsafeRawBufferPointer, limits: ImageLimits) throws(ImageError) -> Image { image }
}

/// Sees one face, always in the same place.
struct IdleDetector: FaceDetector {
  private let face = Face(
    box: Rect(x: 220, y: 120, width: 200, height: 240), confidence: 1,
    landmarks: [
      Point(x: 280, y: 220), Point(x: 360, y: 220), Point(x: 320, y: 260), Point(x: 290, y: 310), Point(x: 350, y: 310),
    ])

  func detect(in image: Image) throws -> [Face] { [face] }
}

/// A mesh of 468 equal points that looks ahead with open eyes: a still picture, so that no session comes to an end.
struct IdleLandmarker: FaceLandmarker {
  private let mesh = FaceMesh(
    points: Array(repeating: Point3(x: 320, y: 240, z: 0), count: 468), presence: 1,
    pose: HeadPose(yaw: 0, pitch: 0, roll: 0), eyes: EyeOpenness(left: 0.3, right: 0.3))

  func mesh(of face: Face, in image: Image) throws -> FaceMesh { mesh }
}

/// Finds every face good.
struct IdleQuality: QualityAssessor {
  func assess(_ face: Face, mesh: FaceMesh?, in image: Image) throws -> Quality {
    Quality(score: 1, parts: .init(sharpness: 1, brightness: 1, pose: 1, size: 1, occlusion: 1))
  }
}

/// Knows one vector.
struct IdleEmbedder: FaceEmbedder {
  let model = EmbeddingModel(
    id: ModelID("idle"), dimension: 512,
    operatingPoints: [
      OperatingPoint(falseMatchRate: 0.01, threshold: 0.3), OperatingPoint(falseMatchRate: 0.001, threshold: 0.4),
    ])

  func embed(_ face: Face, in image: Image) throws -> Embedding {
    guard let embedding = Embedding(model: model.id, normalizing: Array(repeating: 1, count: model.dimension)) else {
      throw ComponentError.failed("the vector has no direction")
    }
    return embedding
  }
}
