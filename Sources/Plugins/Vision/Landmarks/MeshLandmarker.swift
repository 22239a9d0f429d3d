import Engine
import Glibc
import Inference

/// Settings of `face.landmarker.mesh`.
struct MeshSettings: ComponentSettings {
  var model: String
  /// Side of the crop by the longer side of the face's box; MediaPipe's mesh was trained with some room around the face.
  var margin: Float
  var runtime: RuntimeSettings

  init(from reader: inout SettingsReader) {
    model = reader.modelID(default: "face-mesh")
    margin = Float(reader.number("margin", default: 1.3, in: 1...2))
    runtime = RuntimeSettings(from: &reader)
  }
}

/// MediaPipe's face mesh of 468 points, with head pose and eye openness (`face.landmarker.mesh`).
///
/// Input: a square crop around the face's box, turned until the eyes are level, 192×192 RGB 0…1. Outputs: 468 × (x, y, z)
/// in pixels of the crop and a logit that the crop holds a face.
struct MeshLandmarker: FaceLandmarker {
  static let factory = ComponentFactory<any FaceLandmarker>(
    id: "face.landmarker.mesh", summary: "Face mesh of 468 points, head pose, eye openness", settings: MeshSettings.self
  ) { settings, context in try MeshLandmarker(settings, context.models.model(settings.model)) }

  private static let pointCount = 468
  private let margin: Float
  private let model: InferenceModel
  private let format: TensorFormat
  private let pointsOutput: Int
  private let presenceOutput: Int

  init(_ settings: MeshSettings, _ card: ModelCard) throws {
    margin = settings.margin
    let side = 192
    model = try card.load(settings.runtime.options([1, side, side, 3]))
    let sizes = model.outputShapes.map { $0.reduce(1, *) }
    guard let points = sizes.firstIndex(of: Self.pointCount * 3), let presence = sizes.firstIndex(of: 1) else {
      throw card.unexpected("its outputs are not those of the face mesh")
    }
    pointsOutput = points
    presenceOutput = presence
    format = TensorFormat(width: side, height: side, layout: .interleaved, channels: .rgb, scale: 1 / 255)
  }

  func mesh(of face: Face, in image: Image) throws -> FaceMesh {
    guard face.landmarks.count == 5, let crop = crop(around: face), let back = crop.inverse else {
      throw ComponentError.failed("the face has no usable box or points")
    }
    let scale = Float((back.a * back.a + back.c * back.c).squareRoot())
    return try model.run { tensor in
      try image.warp(crop, into: tensor, format: format)
    } read: { outputs in
      let numbers = try outputs.floats(pointsOutput)
      let points = (0..<Self.pointCount).map { index in
        let flat = back.apply(Point(x: numbers[index * 3], y: numbers[index * 3 + 1]))
        return Point3(x: flat.x, y: flat.y, z: numbers[index * 3 + 2] * scale)
      }
      let presence = 1 / (1 + expf(-(try outputs.floats(presenceOutput)[0])))
      return FaceMesh(
        points: points, presence: presence, pose: HeadPose(meshPoints: points), eyes: EyeOpenness(meshPoints: points))
    }
  }

  /// Image → crop: turns the line of the eyes level and puts the box's middle into the crop's.
  private func crop(around face: Face) -> AffineTransform? {
    let (left, right) = (face.landmarks[0], face.landmarks[1])
    let angle = atan2(Double(right.y - left.y), Double(right.x - left.x))
    let size = Double(max(face.box.width, face.box.height) * margin)
    guard size > 1, size.isFinite, angle.isFinite else { return nil }
    let scale = Double(format.width) / size
    let cosine = cos(angle) * scale
    let sine = sin(angle) * scale
    let middle = Double(format.width) / 2
    let (x, y) = (Double(face.box.center.x), Double(face.box.center.y))
    return AffineTransform(
      a: cosine, b: sine, tx: middle - cosine * x - sine * y,
      c: -sine, d: cosine, ty: middle + sine * x - cosine * y)
  }
}
