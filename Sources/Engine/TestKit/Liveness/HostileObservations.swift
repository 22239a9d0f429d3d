import Engine

/// Sessions that no camera makes: what a check must survive without a trap.
enum HostileObservations {
  /// At least one observation each.
  static var recordings: [LivenessCheckConformance.Recording] {
    [
      .init(name: "no points", observations: (0..<40).map { frame($0) { $0.mesh.points = [] } }),
      .init(name: "numbers that are none", observations: (0..<40).map { frame($0, poison(.nan)) }),
      .init(name: "infinite numbers", observations: (0..<40).map { frame($0, poison(.infinity)) }),
      .init(name: "huge numbers", observations: (0..<40).map { frame($0, poison(-3e38)) }),
      .init(name: "time that stands still", observations: (0..<40).map { frame($0) { $0.time = .zero } }),
      .init(
        name: "time that runs backwards",
        observations: (0..<40).map { number in frame(number) { $0.time = .milliseconds(-100 * number) } }),
      .init(
        name: "time that leaps",
        observations: (0..<40).map { number in frame(number) { $0.time = .seconds(Int64(number) << 50) } }),
      .init(
        name: "a face without a size",
        observations: (0..<40).map { frame($0) { $0.face.box = Rect(x: 0, y: 0, width: 0, height: 0) } }),
      .init(name: "measurements of any length", observations: measurements),
      .init(name: "random frames", observations: random),
    ]
  }

  /// A plain frame, changed by `change`.
  private static func frame(_ number: Int, _ change: (inout LivenessObservation) -> Void = { _ in })
    -> LivenessObservation
  {
    var observation = LivenessObservation(
      time: .milliseconds(100 * number),
      face: Face(
        box: Rect(x: 200, y: 120, width: 160, height: 200), confidence: 0.9,
        landmarks: [(240, 200), (310, 200), (275, 240), (245, 280), (305, 280)].map { Point(x: $0.0, y: $0.1) }),
      mesh: FaceMesh(
        points: (0..<468).map {
          Point3(x: 200 + Float($0 % 22) * 7, y: 120 + Float($0 / 22) * 9, z: Float($0 % 13))
        }, presence: 1, pose: HeadPose(yaw: 0, pitch: 0, roll: 0), eyes: EyeOpenness(left: 0.3, right: 0.3)))
    change(&observation)
    return observation
  }

  private static func poison(_ value: Float) -> (inout LivenessObservation) -> Void {
    { observation in
      observation.face.box = Rect(x: value, y: value, width: value, height: value)
      observation.face.confidence = value
      observation.mesh.points = Array(repeating: Point3(x: value, y: value, z: value), count: 468)
      observation.mesh.pose = HeadPose(yaw: value, pitch: value, roll: value)
      observation.mesh.eyes = EyeOpenness(left: value, right: value)
      observation.measurement = LivenessMeasurement(Array(repeating: value, count: 128))
    }
  }

  /// Of every length up to 300 and of every kind of number.
  private static var measurements: [LivenessObservation] {
    let kinds: [Float] = [0, 0.5, 1, -1, .nan, .infinity, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude]
    return (0..<301).map { count in
      frame(count) { $0.measurement = LivenessMeasurement(Array(repeating: kinds[count % kinds.count], count: count)) }
    }
  }

  private static var random: [LivenessObservation] {
    var generator = SeededGenerator(seed: 7)
    return (0..<200).map { number in
      frame(number) { observation in
        let size = 40 + abs(generator.normal()) * 200
        observation.time = .milliseconds(Int(generator.next() % 40_000))
        observation.face.box = Rect(
          x: generator.normal() * 300, y: generator.normal() * 300, width: size, height: size * 1.2)
        observation.mesh.presence = generator.normal()
        observation.mesh.points = (0..<Int(generator.next() % 480)).map { _ in
          Point3(x: generator.normal() * 300, y: generator.normal() * 300, z: generator.normal() * 100)
        }
        observation.mesh.pose = HeadPose(
          yaw: generator.normal() * 60, pitch: generator.normal() * 60, roll: generator.normal() * 60)
        observation.mesh.eyes = EyeOpenness(left: generator.normal(), right: generator.normal())
        observation.measurement = LivenessMeasurement(generator.vector(Int(generator.next() % 200)))
      }
    }
  }
}
