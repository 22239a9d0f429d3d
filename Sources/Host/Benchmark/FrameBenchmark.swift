import Engine
import Foundation

/// What one frame costs, stage by stage, with the components that the configuration names.
struct FrameBenchmark {
  let components: Components
  /// Encoded frames, in the order of the clip.
  let frames: [[UInt8]]

  /// Runs the clip `rounds` times on the calling thread.
  ///
  /// The stages are those of a session whose frame counts: `decode`, `detect`, `mesh`, `quality`, `liveness`, `embed`
  /// (alignment included). `observed` is a frame without embedding, `counted` one with it.
  func run(rounds: Int) throws -> StageTimes {
    var times = StageTimes()
    let pipeline = components.pipeline
    pipeline.warmUp()
    for round in 0...rounds {
      var checks = components.makeChecks().map(\.check)
      var measured = StageTimes()
      for (index, bytes) in frames.enumerated() {
        let start = StageTimes.processorSeconds()
        let image = try measured.measure("decode") {
          try bytes.withUnsafeBytes { try pipeline.decoder.decode($0, limits: ImageLimits()) }
        }
        let faces = try measured.measure("detect") { pipeline.confidentFaces(try pipeline.detector.detect(in: image)) }
        guard let face = faces.first else { continue }
        let mesh = try measured.measure("mesh") { try pipeline.landmarker.mesh(of: face, in: image) }
        _ = try measured.measure("quality") { try pipeline.quality.assess(face, mesh: mesh, in: image) }
        measured.measure("liveness") {
          let seen = LivenessObservation(time: .milliseconds(100 * index), face: face, mesh: mesh, image: image)
          for position in checks.indices { _ = checks[position].observe(seen) }
        }
        measured.add("observed", seconds: StageTimes.processorSeconds() - start)
        _ = try measured.measure("embed") { try pipeline.embedder.embed(face, in: image) }
        measured.add("counted", seconds: StageTimes.processorSeconds() - start)
      }
      // The first round fills caches and does not count.
      if round > 0 { times.merge(measured) }
    }
    return times
  }
}
