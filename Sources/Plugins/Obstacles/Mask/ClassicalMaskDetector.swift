import Engine

/// A mask by the colours of the lower face alone (`obstacle.mask_classical`): for model sets without the mask network.
struct ClassicalMaskDetector: ObstacleDetector {
  static let factory = ComponentFactory<any ObstacleDetector>(
    id: "obstacle.mask_classical",
    summary: "A mask over nose and mouth, by the colours of the lower face, without a network",
    settings: NoSettings.self
  ) { _, _ in ClassicalMaskDetector() }

  let kinds: [Obstacle.Kind] = [.mask]

  /// Nothing without a mesh: a face that the landmarker does not find is no good frame anyway.
  func obstacles(on face: Face, mesh: FaceMesh?, in image: Image) throws -> [Obstacle] {
    guard let mesh, let lower = LowerFace(mesh: mesh, in: image) else { return [] }
    return [Obstacle(kind: .mask, confidence: lower.maskConfidence)]
  }
}
