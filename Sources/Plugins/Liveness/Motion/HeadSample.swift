import Engine

/// What head-motion detection sees of one frame.
struct HeadSample: Sendable {
  /// Seconds since the session began.
  var time: Double
  /// The template's points in the face's own frame.
  var points: [PlanePoint]
  /// The mesh model's pose, degrees.
  var yaw: Double
  var pitch: Double
  /// The face's pixels, where they were measured.
  var patch: FacePatch?
}

extension HeadSample {
  /// The sample of a frame; nil for a mesh of another model or one that is degenerate.
  init?(_ observation: LivenessObservation) {
    guard let points = DepthTemplate.points(of: observation.mesh) else { return nil }
    time = observation.time.seconds
    self.points = points
    yaw = Double(observation.mesh.pose.yaw)
    pitch = Double(observation.mesh.pose.pitch)
    patch = observation.measurement.flatMap(FacePatch.init)
  }
}
