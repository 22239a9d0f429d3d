public import Engine

/// What every obstacle detector must do, whatever it looks for: run by the detectors in tree and by plugins out of it.
public enum ObstacleDetectorConformance {
  /// A face and what covers it.
  public struct Sample: Sendable {
    public var name: String
    public var face: Face
    public var mesh: FaceMesh?
    public var image: Image
    /// The kinds, of those that the detector looks for, that are on the face.
    public var kinds: Set<Obstacle.Kind>
    /// A sample; all parameters as the properties of the same names.
    public init(name: String, face: Face, mesh: FaceMesh?, image: Image, kinds: Set<Obstacle.Kind>) {
      self.name = name
      self.face = face
      self.mesh = mesh
      self.image = image
      self.kinds = kinds
    }
  }

  /// Runs the detector over all samples, then over all at once, then over faces that lie across and outside the border.
  ///
  /// - Parameter thresholds: what counts as found.
  /// - Returns: every broken rule in words; empty where the detector conforms.
  public static func failures(
    of detector: any ObstacleDetector, samples: [Sample], thresholds: ObstacleThresholds = ObstacleThresholds()
  ) async -> [String] {
    var failures: [String] = []
    var first: [[Obstacle]] = []
    for sample in samples {
      do {
        let found = try await onThread { try detector.obstacles(on: sample.face, mesh: sample.mesh, in: sample.image) }
        failures += broken(found, name: sample.name)
        for kind in Set(found.map(\.kind)).subtracting(detector.kinds) where !detector.kinds.isEmpty {
          failures.append("\(sample.name): \(kind) found, which is none of the detector's kinds")
        }
        let rejecting = Set(thresholds.rejecting(found).map(\.kind))
        for kind in sample.kinds.subtracting(rejecting) { failures.append("\(sample.name): \(kind) not found") }
        for kind in rejecting.subtracting(sample.kinds) {
          failures.append("\(sample.name): \(kind) found, but not there")
        }
        first.append(found)
      } catch {
        failures.append("\(sample.name): \(error)")
        first.append([])
      }
    }
    failures += await together(detector, samples, expected: first)
    if let sample = samples.first { failures += await atTheBorder(detector, sample) }
    return failures
  }

  /// The same answers, whatever runs beside.
  private static func together(
    _ detector: any ObstacleDetector, _ samples: [Sample], expected: [[Obstacle]]
  ) async -> [String] {
    await withTaskGroup(of: [String].self) { group in
      for (index, sample) in samples.enumerated() {
        for _ in 0..<2 {
          group.addTask {
            do {
              let found = try await onThread {
                try detector.obstacles(on: sample.face, mesh: sample.mesh, in: sample.image)
              }
              return found == expected[index] ? [] : ["\(sample.name): other obstacles when run beside other images"]
            } catch {
              return ["\(sample.name): \(error) when run beside other images"]
            }
          }
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
  }

  /// A face over the border or outside the image may be refused with an error, but neither traps nor gives nonsense.
  private static func atTheBorder(_ detector: any ObstacleDetector, _ sample: Sample) async -> [String] {
    let width = Float(sample.image.width)
    let height = Float(sample.image.height)
    let box = sample.face.box
    var failures: [String] = []
    for (name, x, y) in [
      ("over the left border", -box.center.x, 0), ("over the lower border", 0, height - box.center.y),
      ("outside the image", 3 * width, 3 * height), ("far outside the image", 1e7, -1e7),
    ] as [(String, Float, Float)] {
      let face = moved(sample.face, x, y)
      for mesh in [sample.mesh.map { moved($0, x, y) }, nil] {
        let found = try? await onThread { try detector.obstacles(on: face, mesh: mesh, in: sample.image) }
        failures += broken(found ?? [], name: "\(sample.name), \(name)")
      }
    }
    return failures
  }

  private static func moved(_ face: Face, _ x: Float, _ y: Float) -> Face {
    var face = face
    face.box.x += x
    face.box.y += y
    face.landmarks = face.landmarks.map { Point(x: $0.x + x, y: $0.y + y) }
    return face
  }

  private static func moved(_ mesh: FaceMesh, _ x: Float, _ y: Float) -> FaceMesh {
    var mesh = mesh
    mesh.points = mesh.points.map { Point3(x: $0.x + x, y: $0.y + y, z: $0.z) }
    return mesh
  }

  private static func broken(_ found: [Obstacle], name: String) -> [String] {
    var failures = found.filter { !(0...1).contains($0.confidence) }
      .map { "\(name): a confidence of \($0.confidence) for \($0.kind)" }
    let kinds = found.map(\.kind)
    for kind in Set(kinds) where kinds.count(where: { $0 == kind }) > 1 {
      failures.append("\(name): \(kind) is reported more than once")
    }
    if kinds.contains(.multipleFaces) { failures.append("\(name): several faces are the pipeline's to report") }
    return failures
  }
}
