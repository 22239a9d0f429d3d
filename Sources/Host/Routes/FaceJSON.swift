import Engine

/// A face as `/api/detect/` shows it.
enum FaceJSON {
  static func describe(_ face: PhotoReader.DetectedFace) -> JSONValue {
    let quality = face.quality
    return .object([
      "bbox": .array([face.box.x, face.box.y, face.box.maxX, face.box.maxY].map { .integer(Int($0.rounded())) }),
      "confidence": .score(face.confidence), "quality_score": .score(quality.score),
      "quality": .object([
        "sharpness": .score(quality.parts.sharpness), "brightness": .score(quality.parts.brightness),
        "pose": .score(quality.parts.pose), "size": .score(quality.parts.size),
        "occlusion": .score(quality.parts.occlusion),
      ]),
      "pose": face.mesh.map { mesh in
        .object(["yaw": .score(mesh.pose.yaw), "pitch": .score(mesh.pose.pitch), "roll": .score(mesh.pose.roll)])
      } ?? .null,
      "eye_openness": face.mesh.map { .score($0.eyes.mean) } ?? .null,
      "landmarks": .array(face.landmarks.map { .array([.score($0.x), .score($0.y)]) }),
      "obstacles": .object(face.obstacles.map { .init(name: $0.kind.rawValue, value: .score($0.confidence)) }),
    ])
  }
}
