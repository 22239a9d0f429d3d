import Engine
import Inference

/// Settings of `face.detector.yunet`.
struct YuNetSettings: ComponentSettings {
  var detector: DetectorSettings
  /// Longer side of a second, finer search where the first found nobody; 0 for none.
  var retryInputSize: Int

  init(from reader: inout SettingsReader) {
    detector = DetectorSettings(from: &reader, model: "yunet", inputSize: 320, confidence: 0.6, overlap: 0.4)
    retryInputSize = reader.integer("retry_input_size", default: 640, in: 0...1280)
    if retryInputSize % 32 != 0 {
      reader.report("retry_input_size", "must be 0 or a multiple of 32, not \(retryInputSize)")
    }
  }
}

/// YuNet (Wu, Peng, Yu: "YuNet: A tiny millisecond-level face detector", Machine Intelligence Research 20, 2023).
///
/// An anchor-free network with heads at strides 8, 16 and 32: class and objectness (already 0…1), box and five points
/// relative to the cell. Confidence is the geometric mean of class and objectness.
struct YuNetDetector: FaceDetector {
  static let factory = ComponentFactory<any FaceDetector>(
    id: "face.detector.yunet", summary: "YuNet: fast face detector with five points", settings: YuNetSettings.self
  ) { settings, context in try YuNetDetector(settings, context.models.model(settings.detector.model)) }

  private static let strides = [8, 16, 32]
  private let settings: DetectorSettings
  private let inputs: FittedInputs
  private let finer: FittedInputs?

  init(_ settings: YuNetSettings, _ card: ModelCard) throws {
    self.settings = settings.detector
    func inputs(_ side: Int, eager: Bool) throws -> FittedInputs {
      try FittedInputs(
        card, side: side, stride: 32, channels: .bgr, runtime: settings.detector.runtime, eager: eager,
        check: Self.problem)
    }
    self.inputs = try inputs(settings.detector.inputSize, eager: true)
    let retries = settings.retryInputSize > settings.detector.inputSize
    self.finer = retries ? try inputs(settings.retryInputSize, eager: false) : nil
  }

  /// Class, objectness, box and points at each of three strides make twelve outputs, in this order.
  private static func problem(_ model: InferenceModel) -> String? {
    let pixels = model.inputShape.suffix(2).reduce(1, *)
    for (head, numbers) in [1, 1, 4, 10].enumerated() {
      for (level, stride) in strides.enumerated() {
        let index = head * strides.count + level
        guard index < model.outputShapes.count,
          model.outputShapes[index].reduce(1, *) == pixels / (stride * stride) * numbers
        else { return "its outputs are not those of YuNet" }
      }
    }
    return nil
  }

  func detect(in image: Image) throws -> [Face] {
    let faces = try detect(in: image, inputs)
    guard faces.isEmpty, let finer, max(image.width, image.height) > settings.inputSize else { return faces }
    return try detect(in: image, finer)
  }

  private func detect(in image: Image, _ inputs: FittedInputs) throws -> [Face] {
    let entry = try inputs.best(for: image)
    var ratio: Float = 1
    return try entry.model.run { tensor in
      ratio = try image.letterbox(into: tensor, format: entry.format)
    } read: { outputs in
      var faces: [Face] = []
      for level in Self.strides.indices {
        try decode(outputs, level: level, columns: entry.format.width / Self.strides[level], 1 / ratio, into: &faces)
      }
      return faces.suppressed(overlap: settings.overlap)
    }
  }

  private func decode(
    _ outputs: InferenceOutputs, level: Int, columns: Int, _ scale: Float, into faces: inout [Face]
  ) throws {
    let classes = try outputs.floats(level)
    let objects = try outputs.floats(level + 3)
    let boxes = try outputs.floats(level + 6)
    let points = try outputs.floats(level + 9)
    let stride = Float(Self.strides[level])
    // The root is taken for the few that pass.
    let least = settings.confidence * settings.confidence
    for cell in classes.indices {
      let squared = min(max(classes[cell], 0), 1) * min(max(objects[cell], 0), 1)
      guard squared > least else { continue }
      let x = Float(cell % columns)
      let y = Float(cell / columns)
      let box = boxes[(cell * 4)..<(cell * 4 + 4)]
      let at = box.startIndex
      let width = exponential(box[at + 2]) * stride
      let height = exponential(box[at + 3]) * stride
      let left = (box[at] + x) * stride - width / 2
      let top = (box[at + 1] + y) * stride - height / 2
      let landmarks = (0..<5).map { point in
        Point(
          x: (points[cell * 10 + point * 2] + x) * stride * scale,
          y: (points[cell * 10 + point * 2 + 1] + y) * stride * scale)
      }
      faces.append(
        Face(
          box: Rect(x: left * scale, y: top * scale, width: width * scale, height: height * scale),
          confidence: squared.squareRoot(), landmarks: landmarks))
    }
  }
}
