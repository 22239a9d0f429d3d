import Engine
import Foundation

/// What one frame costs, stage by stage, with the components that the configuration names.
struct FrameBenchmark {
  let components: Components
  /// Encoded frames, in the order of the clip.
  let frames: [[UInt8]]

  /// Runs the clip `rounds` times on the calling thread.
  ///
  /// The stages are those of a session whose frame counts: `decode`, `detect`, `mesh`, `quality`, each `obstacle…` and
  /// each `liveness…` by its component's id, `embed` (alignment included). `observed` is a frame without obstacles and
  /// embedding, as most of a session's are, `counted` one with both.
  func run(rounds: Int) throws -> StageTimes {
    var times = StageTimes()
    components.pipeline.warmUp()
    for round in 0...rounds {
      let measured = try clip()
      // The first round fills caches and does not count.
      if round > 0 { times.merge(measured) }
    }
    return times
  }

  private func clip() throws -> StageTimes {
    let pipeline = components.pipeline
    var checks = components.liveness.checks.makeChecks(seed: 1)
    var times = StageTimes()
    for (index, bytes) in frames.enumerated() {
      let start = StageTimes.processorSeconds()
      let image = try times.measure("decode") {
        try bytes.withUnsafeBytes { try pipeline.decoder.decode($0, limits: ImageLimits()) }
      }
      let faces = try times.measure("detect") { pipeline.confidentFaces(try pipeline.detector.detect(in: image)) }
      guard let face = faces.first else { continue }
      let mesh = try times.measure("mesh") { try pipeline.landmarker.mesh(of: face, in: image) }
      _ = try times.measure("quality") { try pipeline.quality.assess(face, mesh: mesh, in: image) }
      for (position, (id, provider)) in components.liveness.checks.providers.enumerated() {
        try times.measure(id) {
          let measurement = try provider.measure(face, mesh: mesh, in: image)
          let seen = LivenessObservation(
            time: .milliseconds(100 * index), face: face, mesh: mesh, measurement: measurement)
          _ = checks[position].check.observe(seen)
        }
      }
      times.add("observed", seconds: StageTimes.processorSeconds() - start)
      for (id, detector) in zip(components.obstacleIDs, pipeline.obstacleDetectors) {
        _ = try times.measure(id) { try detector.obstacles(on: face, mesh: mesh, in: image) }
      }
      _ = try times.measure("embed") { try pipeline.embedder.embed(face, in: image) }
      times.add("counted", seconds: StageTimes.processorSeconds() - start)
    }
    return times
  }
}
