import Engine
import Foundation

/// Recorded observations, made by `scripts/make-liveness-fixtures`; its head documents the format.
struct Fixture: Decodable {
  var rate: Double
  var points: [Int]
  var frames: [[Int]]

  /// The fixture `name`.json.
  init(_ name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
    let data = try Data(contentsOf: folder.appendingPathComponent(name + ".json"))
    self = try JSONDecoder().decode(Fixture.self, from: data)
  }

  /// What a check sees of frame `index` when it arrives at `time` seconds.
  func observation(_ index: Int, at time: Double) -> LivenessObservation {
    let numbers = frames[index].map { Float($0) }
    var mesh = [Point3](repeating: Point3(x: 0, y: 0, z: 0), count: 468)
    for (order, point) in points.enumerated() {
      mesh[point] = Point3(x: numbers[10 + 2 * order] / 10, y: numbers[11 + 2 * order] / 10, z: 0)
    }
    let box = Rect(x: numbers[0] / 10, y: numbers[1] / 10, width: numbers[2] / 10, height: numbers[3] / 10)
    return LivenessObservation(
      time: .seconds(time), face: Face(box: box, confidence: 1, landmarks: []),
      mesh: FaceMesh(
        points: mesh, presence: numbers[4] / 1000,
        pose: HeadPose(yaw: numbers[5] / 10, pitch: numbers[6] / 10, roll: numbers[7] / 10),
        eyes: EyeOpenness(left: numbers[8] / 10000, right: numbers[9] / 10000)))
  }

  /// Sends every `step`th frame from `phase`, `interval` seconds apart, and returns the frames at which `check` counted
  /// and its last answer.
  func events(
    of check: any LivenessCheck, every step: Int = 1, phase: Int = 0, interval: Double
  ) -> (frames: [Int], last: LivenessEvidence?) {
    var check = check
    var counted: [Int] = []
    var last: LivenessEvidence?
    for (order, index) in stride(from: phase, to: frames.count, by: step).enumerated() {
      let evidence = check.observe(observation(index, at: Double(order) * interval))
      if evidence.events > last?.events ?? 0 { counted.append(index) }
      last = evidence
    }
    return (counted, last)
  }
}
