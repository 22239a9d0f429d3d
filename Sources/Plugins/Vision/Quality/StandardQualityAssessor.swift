import Engine
import Glibc
import Inference

/// A face's quality from its pixels, points and mesh (`face.quality.standard`).
///
/// Each part is 0…1 and calibrated so that 0.65 is where a face stops being usable; the score is the least part: a sharp,
/// well lit profile is still a profile. Numbers without a source come from this project's own photos: sharp and blurred
/// versions of the web portraits and the carphone clip (docs/models.md).
struct StandardQualityAssessor: QualityAssessor {
  static let factory = ComponentFactory<any QualityAssessor>(
    id: "face.quality.standard", summary: "Sharpness, light, pose, size and occlusion in one score",
    settings: NoSettings.self
  ) { _, _ in StandardQualityAssessor() }

  func assess(_ face: Face, mesh: FaceMesh?, in image: Image) throws -> Quality {
    let light = try faceLight(face, in: image)
    let parts = Quality.Parts(
      sharpness: Self.sharpness(light), brightness: Self.brightness(light), pose: Self.pose(face, mesh),
      size: Self.size(face, image), occlusion: Self.occlusion(face, mesh))
    let score = min(parts.sharpness, parts.brightness, parts.pose, parts.size, parts.occlusion)
    return Quality(score: score, parts: parts)
  }

  /// The light of the inner face, brought to the scale that embedders see: what is finer does not help them.
  private func faceLight(_ face: Face, in image: Image) throws -> LightMeasures {
    let template = FaceTemplate.arcFace112
    var crop = try template.alignment(of: face)
    // 92×92 without the border of 10, which is hair and background.
    crop.tx -= 10
    crop.ty -= 10
    return try image.warped(by: crop, width: template.side - 20, height: template.side - 20).measureLight()
  }

  /// Fine detail by contrast: the variance of the second difference over that of luma, in the poorer of the two
  /// directions, because motion blurs only one. Clear portraits and the clip measure 0.015 and more, the same under a
  /// Gaussian blur of 1.5 or a motion of 5 pixels of the 112×112 face 0.010 and less; each doubling counts 0.35.
  private static func sharpness(_ light: LightMeasures) -> Float {
    let contrast = light.deviation * light.deviation + 25
    let ratio = min(light.curvatureAcross, light.curvatureDown) / contrast
    return clamp(usable + 0.35 * log2f(max(ratio, 1e-6) / 0.014))
  }

  /// Luma of the face: best from 70 to 200 (of 255), useless under 25 or over 245; black or burnt-out parts and a face
  /// without contrast count against it.
  private static func brightness(_ light: LightMeasures) -> Float {
    let level = min((light.mean - 25) / 45, (245 - light.mean) / 45)
    let lost = 1 - 1.2 * max(0, light.dark - 0.1) - 1.2 * max(0, light.bright - 0.05)
    let contrast = light.deviation / 14
    return clamp(min(level, lost, contrast))
  }

  /// Free to 15° of yaw and pitch, 0.65 at 30°, nothing from 58° on. In-plane roll is taken out by alignment and costs
  /// only beyond 30°.
  private static func pose(_ face: Face, _ mesh: FaceMesh?) -> Float {
    guard let pose = mesh?.pose else { return poseFromPoints(face) }
    let turned = max(abs(pose.yaw), abs(pose.pitch), abs(pose.roll) - 15)
    return clamp(1 - (turned - 15) * 0.35 / 15)
  }

  /// Without a mesh: how far the nose lies from the middle between the eyes, in eye distances; about 0.35 at 30°.
  private static func poseFromPoints(_ face: Face) -> Float {
    guard face.landmarks.count == 5 else { return 0 }
    let (left, right, nose) = (face.landmarks[0], face.landmarks[1], face.landmarks[2])
    let along = Point(x: right.x - left.x, y: right.y - left.y)
    let squared = along.x * along.x + along.y * along.y
    guard squared > 1 else { return 0 }
    let offset = ((nose.x - left.x) * along.x + (nose.y - left.y) * along.y) / squared - 0.5
    return clamp(1 - (abs(offset) - 0.15) * 0.35 / 0.2)
  }

  /// Eye distance in pixels of the encoded picture: nothing at 8, 0.65 at 24 (under which embedders, whose template has
  /// 35, see mostly interpolation), full at 32.
  private static func size(_ face: Face, _ image: Image) -> Float {
    guard face.landmarks.count == 5 else { return 0 }
    let x = face.landmarks[1].x - face.landmarks[0].x
    let y = face.landmarks[1].y - face.landmarks[0].y
    let eyes = (x * x + y * y).squareRoot() * image.scale
    return clamp(eyes < 24 ? (eyes - 8) / 16 * usable : usable + (eyes - 24) / 8 * (1 - usable))
  }

  /// How sure the networks are of a whole, uncovered face: the mesh's presence, and how well the detector's points of
  /// eyes and mouth agree with the mesh's, in eye distances. Masks, hands and glasses have components of their own.
  private static func occlusion(_ face: Face, _ mesh: FaceMesh?) -> Float {
    guard let mesh, mesh.points.count >= 468, face.landmarks.count == 5 else { return clamp(face.confidence + 0.1) }
    let corners = [(33, 133), (362, 263), (1, 1), (61, 61), (291, 291)]
    let eyes = max(1, abs(face.landmarks[1].x - face.landmarks[0].x), abs(face.landmarks[1].y - face.landmarks[0].y))
    var worst: Float = 0
    for (landmark, pair) in zip(face.landmarks, corners) {
      let x = (mesh.points[pair.0].x + mesh.points[pair.1].x) / 2 - landmark.x
      let y = (mesh.points[pair.0].y + mesh.points[pair.1].y) / 2 - landmark.y
      worst = max(worst, (x * x + y * y).squareRoot() / eyes)
    }
    let agreement = 1 - max(0, worst - 0.3) * 1.5
    return clamp(min(mesh.presence, agreement))
  }

  /// Where every part stops being usable.
  private static let usable: Float = 0.65

  private static func clamp(_ value: Float) -> Float { min(1, max(0, value)) }
}
