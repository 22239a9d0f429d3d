import Engine
import Testing

@testable import Liveness

/// What counts as the same face, seen again.
@Suite struct FaceContinuityTests {
  private func observation(_ time: Double, x: Float = 0, size: Float = 100, presence: Float = 1) -> LivenessObservation
  {
    LivenessObservation(
      time: .seconds(time), face: Face(box: Rect(x: x, y: 0, width: size, height: size), confidence: 1, landmarks: []),
      mesh: FaceMesh(
        points: [], presence: presence, pose: HeadPose(yaw: 0, pitch: 0, roll: 0),
        eyes: EyeOpenness(left: 0.3, right: 0.3)
      ))
  }

  /// The step of a second frame after a first at time 0.
  private func step(_ second: LivenessObservation) -> FaceContinuity.Step {
    var continuity = FaceContinuity(minimumPresence: 0.8)
    let first = continuity.step(observation(0))
    #expect(first == .fresh)
    return continuity.step(second)
  }

  @Test("a frame soon after and near by continues") func continued() {
    #expect(step(observation(0.2, x: 20, size: 110)) == .continued)
  }
  @Test("a pause, a jump and a leap in size start anew") func fresh() {
    #expect(step(observation(1)) == .fresh)
    #expect(step(observation(0.1, x: 80)) == .fresh)
    #expect(step(observation(0.1, size: 150)) == .fresh)
  }
  @Test("a doubtful mesh, time that stands still and an empty box are unusable") func unusable() {
    #expect(step(observation(0.1, presence: 0.5)) == .unusable)
    #expect(step(observation(0.1, presence: .nan)) == .unusable)
    #expect(step(observation(0)) == .unusable)
    #expect(step(observation(0.1, size: 0)) == .unusable)
  }
  @Test("after an unusable mesh the next frame is fresh") func afterwards() {
    var continuity = FaceContinuity(minimumPresence: 0.8)
    let steps = [observation(0), observation(0.1, presence: 0), observation(0.2)].map { continuity.step($0) }
    #expect(steps == [.fresh, .unusable, .fresh])
  }
}
