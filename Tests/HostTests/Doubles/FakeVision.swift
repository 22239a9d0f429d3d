import Engine

/// Components that read faces off a `FakePicture`.
struct FakeVision: ImageDecoder, FaceDetector, FaceLandmarker, QualityAssessor, FaceEmbedder {
  let model = EmbeddingModel.directions

  var pipeline: FramePipeline {
    FramePipeline(
      decoder: self, detector: self, landmarker: self, quality: self, obstacleDetectors: [], embedder: self)
  }

  func decode(_ bytes: UnsafeRawBufferPointer, limits: ImageLimits) throws(ImageError) -> Image {
    guard bytes.count <= limits.maximumBytes else { throw .tooManyBytes(limit: limits.maximumBytes) }
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count >= 3, bytes[0] != FakePicture.damaged else { throw .damaged }
    return Image(width: 100, height: 50, scale: 2) { pixels in
      pixels.initializeMemory(as: UInt8.self, repeating: 0)
      for index in 0..<3 { pixels[index] = bytes[index] }
    }
  }

  /// Faces side by side, the first one the largest.
  func detect(in image: Image) -> [Face] {
    (0..<Int(image.pixels[0])).map { index in
      let width: Float = index == 0 ? 30 : 20
      return Face(
        box: Rect(x: Float(index) * 30 + 1, y: 2, width: width, height: width), confidence: 0.9,
        landmarks: [Point(x: 3, y: 4)])
    }
  }

  func mesh(of face: Face, in image: Image) -> FaceMesh {
    FaceMesh(
      points: [], presence: 1, pose: HeadPose(yaw: 1, pitch: 2, roll: 3), eyes: EyeOpenness(left: 0.25, right: 0.35))
  }

  func assess(_ face: Face, mesh: FaceMesh?, in image: Image) -> Quality {
    Quality(
      score: Float(image.pixels[1]) / 100,
      parts: .init(sharpness: 0.1, brightness: 0.2, pose: 0.3, size: 0.4, occlusion: 0.5))
  }

  func embed(_ face: Face, in image: Image) -> Embedding { .at(Double(image.pixels[2])) }
}
