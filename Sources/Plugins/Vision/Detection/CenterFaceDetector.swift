import Engine
import Inference

/// Settings of `face.detector.centerface`.
struct CenterFaceSettings: ComponentSettings {
  var detector: DetectorSettings

  init(from reader: inout SettingsReader) {
    detector = DetectorSettings(from: &reader, model: "centerface", inputSize: 640, confidence: 0.5, overlap: 0.3)
  }
}

/// CenterFace (Xu, Yan et al.: "CenterFace: Joint face detection and alignment using face as point", 2019): slower than
/// YuNet, but from a package registry alone.
///
/// Four maps at stride 4: heat (0…1), logarithms of the box's height and width in cells, the centre's offset in its
/// cell, and five points relative to the box; each pair is (y, x).
struct CenterFaceDetector: FaceDetector {
  static let factory = ComponentFactory<any FaceDetector>(
    id: "face.detector.centerface", summary: "CenterFace: face detector with five points, from package registries",
    settings: CenterFaceSettings.self
  ) { settings, context in try CenterFaceDetector(settings, context.models.model(settings.detector.model)) }

  private static let stride = 4
  private let settings: DetectorSettings
  private let inputs: FittedInputs

  init(_ settings: CenterFaceSettings, _ card: ModelCard) throws {
    self.settings = settings.detector
    // The file declares its input as 10×3×32×32; every shape is set here, so that does not matter.
    inputs = try FittedInputs(
      card, side: settings.detector.inputSize, stride: 32, channels: .rgb, runtime: settings.detector.runtime
    ) { model in
      let cells = model.inputShape.suffix(2).reduce(1, *) / (Self.stride * Self.stride)
      let sizes = model.outputShapes.map { $0.reduce(1, *) }
      return sizes == [1, 2, 2, 10].map { $0 * cells } ? nil : "its outputs are not those of CenterFace"
    }
  }

  func detect(in image: Image) throws -> [Face] {
    let entry = try inputs.best(for: image)
    var ratio: Float = 1
    return try entry.model.run { tensor in
      // Enlarged, a small portrait's face fills the whole input, and the points come out an eye's height too low.
      ratio = try image.letterbox(into: tensor, format: entry.format, largest: 1)
    } read: { outputs in
      try decode(outputs, columns: entry.format.width / Self.stride, 1 / ratio).suppressed(overlap: settings.overlap)
    }
  }

  private func decode(_ outputs: InferenceOutputs, columns: Int, _ scale: Float) throws -> [Face] {
    let heat = try outputs.floats(0)
    let sizes = try outputs.floats(1)
    let offsets = try outputs.floats(2)
    let points = try outputs.floats(3)
    let cells = heat.count
    let stride = Float(Self.stride)
    var faces: [Face] = []
    for cell in heat.indices where heat[cell] > settings.confidence {
      let height = exponential(sizes[cell]) * stride
      let width = exponential(sizes[cells + cell]) * stride
      let x = (Float(cell % columns) + offsets[cells + cell] + 0.5) * stride - width / 2
      let y = (Float(cell / columns) + offsets[cell] + 0.5) * stride - height / 2
      let landmarks = (0..<5).map { point in
        Point(
          x: (points[(point * 2 + 1) * cells + cell] * width + x) * scale,
          y: (points[point * 2 * cells + cell] * height + y) * scale)
      }
      faces.append(
        Face(
          box: Rect(x: x * scale, y: y * scale, width: width * scale, height: height * scale),
          confidence: min(1, heat[cell]), landmarks: landmarks))
    }
    return faces
  }
}
