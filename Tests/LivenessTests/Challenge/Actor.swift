import Engine
import Foundation
import Testing

@testable import Liveness

/// Somebody before the camera who does what the prompt says, in their own way.
struct Actor {
  /// How the points move when the head turns.
  var body = PaintedFace.Body.head
  /// What the pixels show; nil for none, which is quicker.
  var pixels: PaintedFace.Body?
  /// What they do when asked for an action; as asked by default.
  var hears: (String) -> String = { $0 }
  /// Seconds before they begin.
  var reaction = 0.6
  /// The camera's picture is mirrored.
  var isMirrored = false
  var rate = 10.0

  private let face: [PlanePoint]

  init() throws { face = try #require(DepthTemplate.points(of: Fixture("carphone").observation(0, at: 0).mesh)) }

  /// Plays a session to its end or for `seconds`, and returns the evidence of each frame.
  func play(_ check: some LivenessCheck, seconds: Double = 60) -> [LivenessEvidence] {
    var check: any LivenessCheck = check
    var said: [LivenessEvidence] = []
    var asked: (action: String, since: Double) = ("", 0)
    var (yaw, pitch, size) = (0.0, 0.0, 1.0)
    for frame in 0..<Int(seconds * rate) {
      let time = Double(frame) / rate
      let action = said.last?.prompt.map(\.action.rawValue) ?? ""
      if action != asked.action { asked = (action, time) }
      let since = time - asked.since - reaction
      let now = since < 0 ? "" : hears(action)
      let left = isMirrored ? -22.0 : 22
      let target: (yaw: Double, pitch: Double, size: Double) =
        switch now {
        case "turn_left": (left, 0, 1)
        case "turn_right": (-left, 0, 1)
        case "look_up": (0, -20, 1)
        case "come_closer": (0, 0, 1.45)
        case "": (yaw, pitch, size)
        default: (0, 0, 1)
        }
      let step = 60 / rate
      yaw += min(step, max(-step, target.yaw - yaw))
      pitch += min(step, max(-step, target.pitch - pitch))
      size += min(1 / rate, max(-1 / rate, target.size - size))
      let shut = now == "blink_twice" && (0.1..<0.3).contains(since.truncatingRemainder(dividingBy: 1))
      said.append(check.observe(observation(at: time, yaw: yaw, pitch: pitch, size: size, eyes: shut ? 0.08 : 0.3)))
      if said.last?.verdict == .live { break }
    }
    return said
  }

  func observation(at time: Double, yaw: Double, pitch: Double, size: Double, eyes: Float) -> LivenessObservation {
    let seen: [PlanePoint] =
      switch body {
      case .head: ParallaxTests.turned(face, yaw: yaw, pitch: pitch)
      case .picture: face.map { PlanePoint(x: $0.x * cos(yaw * .pi / 180), y: $0.y * cos(pitch * .pi / 180)) }
      }
    var points = [Point3](repeating: Point3(x: 0, y: 0, z: 0), count: 468)
    for (point, entry) in zip(seen, DepthTemplate.entries) {
      points[entry.index] = Point3(x: Float(320 + 90 * size * point.x), y: Float(240 + 90 * size * point.y), z: 0)
    }
    let side = Float(200 * size)
    return LivenessObservation(
      time: .seconds(time),
      face: Face(
        box: Rect(x: 320 - side / 2, y: 240 - side / 2, width: side, height: side), confidence: 1, landmarks: []),
      mesh: FaceMesh(
        points: points, presence: 1, pose: HeadPose(yaw: Float(yaw), pitch: Float(pitch), roll: 0),
        eyes: EyeOpenness(left: eyes, right: eyes)),
      measurement: pixels.map { PaintedFace(body: $0).measurement(yaw: yaw, pitch: pitch) })
  }
}
