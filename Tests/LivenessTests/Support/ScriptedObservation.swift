import Engine

extension LivenessObservation {
  /// A frame of a face in the middle of a picture, with this measurement and nothing else to see.
  static func scripted(
    _ values: [Float]?, at frame: Int = 0, presence: Float = 1,
    box: Rect = Rect(x: 100, y: 100, width: 200, height: 250)
  ) -> LivenessObservation {
    LivenessObservation(
      time: .milliseconds(100 * frame), face: Face(box: box, confidence: 1, landmarks: []),
      mesh: FaceMesh(
        points: [], presence: presence, pose: HeadPose(yaw: 0, pitch: 0, roll: 0),
        eyes: EyeOpenness(left: 0.3, right: 0.3)), measurement: values.map { LivenessMeasurement($0) })
  }
}
