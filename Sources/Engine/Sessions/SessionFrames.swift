/// Whoever holds a session's machine and lets one at a time use it.
public protocol SessionMachineHolder {
  /// Runs `body` on the machine. Short: others wait for it.
  func withMachine<Value: Sendable>(_ body: (inout SessionMachine) -> Value) -> Value
}

/// How an admitted frame of a session is worked on: by the host, and by evaluations in the same way.
public struct SessionFrames: Sendable {
  public let pipeline: FramePipeline
  public let checks: LivenessCheckSet

  /// Work with this pipeline and the checks that the session's machine was made with.
  public init(pipeline: FramePipeline, checks: LivenessCheckSet) {
    self.pipeline = pipeline
    self.checks = checks
  }

  /// Looks at one admitted frame. Computes; call it on a compute thread, for one frame of a session at a time.
  ///
  /// - Parameter time: of its arrival, since the session began.
  /// - Returns: nil where the session ended meanwhile.
  /// - Throws: `ImageError` for a bad picture, `ComponentError` where a component fails.
  public func look(
    at bytes: UnsafeRawBufferPointer, limits: ImageLimits, time: Duration, for session: some SessionMachineHolder
  ) throws -> FrameProgress? {
    let needs = session.withMachine { $0.needs }
    var seen = try pipeline.observe(bytes, limits: limits, needs: needs)
    seen.measurements = try checks.measure(seen, for: needs.measurements)
    let frame = seen
    switch session.withMachine({ $0.observe(frame, at: time) }) {
    case .done(let progress): return progress
    case .needsEmbedding:
      let embedding = try pipeline.embed(seen)
      return session.withMachine { $0.count(embedding) }
    }
  }
}
