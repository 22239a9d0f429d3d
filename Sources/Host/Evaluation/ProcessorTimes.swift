import Engine
import Foundation
import Synchronization

/// Processor time by component. It is the whole process's, as networks run on threads of their runtime's own; so it means
/// something only while one session is evaluated at a time.
final class ProcessorTimes: Sendable {
  private let seconds = Mutex<[String: (total: Double, calls: Int)]>([:])

  /// Runs `body` and adds the processor time to `component`'s.
  func measure<Value>(_ component: String, _ body: () throws -> Value) rethrows -> Value {
    let before = StageTimes.processorSeconds()
    defer {
      let spent = StageTimes.processorSeconds() - before
      seconds.withLock {
        let sum = $0[component] ?? (0, 0)
        $0[component] = (sum.total + spent, sum.calls + 1)
      }
    }
    return try body()
  }

  /// Milliseconds per frame, and the share of frames on which the component ran at all.
  func perFrame(of frames: Int) -> [(component: String, milliseconds: Double, share: Double)] {
    seconds.withLock { $0 }.sorted { $0.key < $1.key }.map { component, sum in
      (component, sum.total / Double(max(1, frames)) * 1000, Double(sum.calls) / Double(max(1, frames)))
    }
  }
}

/// An obstacle detector whose processor time is taken.
struct TimedObstacleDetector: ObstacleDetector {
  let id: String
  let base: any ObstacleDetector
  let times: ProcessorTimes

  var kinds: [Obstacle.Kind] { base.kinds }

  func obstacles(on face: Face, mesh: FaceMesh?, in image: Image) throws -> [Obstacle] {
    try times.measure(id) { try base.obstacles(on: face, mesh: mesh, in: image) }
  }
}

/// A check whose processor time is taken, the measuring of pixels included.
struct TimedCheckProvider: LivenessCheckProvider {
  let id: String
  let base: any LivenessCheckProvider
  let times: ProcessorTimes

  func makeCheck(seed: UInt64) -> any LivenessCheck {
    TimedCheck(id: id, base: base.makeCheck(seed: seed), times: times)
  }

  func measure(_ face: Face, mesh: FaceMesh, in image: Image) throws -> LivenessMeasurement? {
    try times.measure("\(id) (pixels)") { try base.measure(face, mesh: mesh, in: image) }
  }

  private struct TimedCheck: LivenessCheck {
    let id: String
    var base: any LivenessCheck
    let times: ProcessorTimes

    var wantsMeasurement: Bool { base.wantsMeasurement }

    mutating func observe(_ observation: LivenessObservation) -> LivenessEvidence {
      times.measure(id) { base.observe(observation) }
    }
  }
}
