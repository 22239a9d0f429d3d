public import Engine

/// What every face detector must do, whatever its network: run by the detectors in tree and by plugins out of it.
public enum FaceDetectorConformance {
  /// A picture and how many faces it shows.
  public struct Sample: Sendable {
    public var name: String
    public var image: Image
    public var faces: Int
    /// A sample; all parameters as the properties of the same names.
    public init(name: String, image: Image, faces: Int) {
      self.name = name
      self.image = image
      self.faces = faces
    }
  }

  /// Runs the detector over all samples, then over all at once.
  ///
  /// - Returns: every broken rule in words; empty where the detector conforms.
  public static func failures(of detector: any FaceDetector, samples: [Sample]) async -> [String] {
    var failures: [String] = []
    var first: [[Face]] = []
    for sample in samples {
      do {
        let faces = try await onThread { try detector.detect(in: sample.image) }
        if faces.count != sample.faces { failures.append("\(sample.name): \(faces.count) faces, not \(sample.faces)") }
        failures += broken(faces, in: sample)
        first.append(faces)
      } catch {
        failures.append("\(sample.name): \(error)")
        first.append([])
      }
    }
    let expected = first
    failures += await withTaskGroup(of: [String].self) { group in
      for (index, sample) in samples.enumerated() {
        for _ in 0..<2 {
          group.addTask {
            do {
              let faces = try await onThread { try detector.detect(in: sample.image) }
              return faces == expected[index] ? [] : ["\(sample.name): other faces when run beside other images"]
            } catch {
              return ["\(sample.name): \(error) when run beside other images"]
            }
          }
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    return failures
  }

  private static func broken(_ faces: [Face], in sample: Sample) -> [String] {
    var failures: [String] = []
    let width = Float(sample.image.width)
    let height = Float(sample.image.height)
    for (index, face) in faces.enumerated() {
      let name = "\(sample.name), face \(index)"
      let box = face.box
      // A face may be cut off by the border; its box may then reach over it, but not far.
      let slack = max(box.width, box.height) * 0.5
      if !(box.width > 1 && box.height > 1) { failures.append("\(name): an empty box") }
      if box.x < -slack || box.y < -slack || box.maxX > width + slack || box.maxY > height + slack {
        failures.append("\(name): a box outside the image")
      }
      if !(0...1).contains(face.confidence) { failures.append("\(name): a confidence of \(face.confidence)") }
      if index > 0, face.confidence > faces[index - 1].confidence {
        failures.append("\(name): more confident than the one before it")
      }
      if face.landmarks.count != 5 {
        failures.append("\(name): \(face.landmarks.count) points, not 5")
        continue
      }
      // A profile's hidden eye may lie a little outside the box.
      let margin = max(box.width, box.height) * 0.15
      for point in face.landmarks
      where point.x < box.x - margin || point.x > box.maxX + margin || point.y < box.y - margin
        || point.y > box.maxY + margin
      {
        failures.append("\(name): a point outside the box")
      }
    }
    return failures
  }
}
