import Engine

/// Photos from a trusted backend: one face to recognise, or every face to describe.
struct PhotoReader: Sendable {
  let pipeline: FramePipeline
  let compute: ComputePool
  let limits: ImageLimits

  /// A photo's one face.
  struct Photo: Sendable {
    var embedding: Embedding
    var quality: Quality
  }

  /// Any face of a photo, in pixels of the photo as it was sent.
  struct DetectedFace: Sendable {
    var box: Rect
    var confidence: Float
    var landmarks: [Point]
    var mesh: FaceMesh?
    var quality: Quality
    var obstacles: [Obstacle]
  }

  /// The embedding of a photo with exactly one face.
  ///
  /// - Parameter minimumQuality: nil takes any quality: a probe that is poor fails by its score.
  /// - Throws: `Problem` 400 with `no_face`, `multiple_faces`, `low_quality` or `invalid_image`.
  func embed(_ bytes: FrameBytes, tenant: TenantID, minimumQuality: Float? = nil) async throws -> Photo {
    try await compute.run(tenant: tenant.rawValue, session: "photos") {
      let seen = try bytes.withUnsafeBytes {
        // Nobody asks a trusted backend's photo for obstacles.
        try pipeline.observe($0, limits: limits, needs: FrameNeeds(qualityThreshold: 0, obstacles: nil))
      }
      guard let face = seen.face else {
        throw Problem.badRequest("No face was found in the image.", kind: "no_face")
      }
      guard seen.faceCount == 1 else {
        throw Problem.badRequest(
          "The image shows \(seen.faceCount) faces; send one with a single face.", kind: "multiple_faces")
      }
      if let minimumQuality, face.quality.score < minimumQuality {
        throw Problem.badRequest(
          "The face's quality is too low: use a sharper, brighter, larger or more frontal picture.",
          kind: "low_quality",
          [
            "quality_score": "\(JSONValue.score(face.quality.score).text)",
            "quality_threshold": "\(JSONValue.score(minimumQuality).text)",
          ])
      }
      return Photo(embedding: try pipeline.embed(seen), quality: face.quality)
    }
  }

  /// Every face of a photo; an empty list where there is none.
  func detect(_ bytes: FrameBytes, tenant: TenantID) async throws -> (width: Int, height: Int, faces: [DetectedFace]) {
    try await compute.run(tenant: tenant.rawValue, session: "photos") {
      let image = try bytes.withUnsafeBytes { try pipeline.decoder.decode($0, limits: limits) }
      let faces = try pipeline.confidentFaces(try pipeline.detector.detect(in: image)).map { face in
        let seen = try pipeline.examine(face, in: image)
        let obstacles = try pipeline.obstacleDetectors.flatMap {
          try $0.obstacles(on: face, mesh: seen.mesh, in: image)
        }
        return DetectedFace(
          box: FramePipeline.reported(face.box, of: image), confidence: face.confidence,
          landmarks: face.landmarks.map { Point(x: $0.x * image.scale, y: $0.y * image.scale) }, mesh: seen.mesh,
          quality: seen.quality, obstacles: obstacles)
      }
      let width = Int((Float(image.width) * image.scale).rounded())
      let height = Int((Float(image.height) * image.scale).rounded())
      return (width, height, faces)
    }
  }
}
