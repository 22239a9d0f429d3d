import Engine
import Foundation

/// Runs an evaluation's sessions on all compute threads.
struct SessionEvaluation {
  let components: Components
  let configuration: HostConfiguration
  let compute: ComputePool

  /// Runs every session as each of its purposes.
  ///
  /// - Parameter only: nil runs all; else those whose id or species contains it.
  /// - Returns: the results file (Evaluation/README.md).
  func run(_ recorded: RecordedSessions, only: String?) async throws -> JSONValue {
    let (times, pipeline, liveness) = timed()
    let policy = configuration.recognition.policy
    let gallery = try await compute.run(tenant: "evaluation", session: "gallery") {
      try TrialGallery(recorded.gallery, pipeline: pipeline, policy: policy)
    }
    let trial = SessionTrial(
      frames: SessionFrames(pipeline: pipeline, checks: liveness.checks), liveness: liveness,
      settings: configuration.sessions, gallery: gallery)
    let wanted = recorded.sessions.filter { session in
      only.map { session.id.contains($0) || session.species.contains($0) } ?? true
    }
    let work = wanted.flatMap { session in session.purposes.map { (session, $0) } }
    let results = try await withThrowingTaskGroup(of: (Int, SessionTrial.Result).self) { group in
      var results = [SessionTrial.Result?](repeating: nil, count: work.count)
      var next = 0
      func add() {
        guard next < work.count else { return }
        let (index, (session, purpose)) = (next, work[next])
        next += 1
        group.addTask {
          try await compute.run(tenant: "evaluation", session: session.id) {
            (index, try trial.run(session, as: purpose))
          }
        }
      }
      for _ in 0..<compute.threads { add() }
      while let (index, result) = try await group.next() {
        results[index] = result
        add()
      }
      return results.compactMap { $0 }
    }
    return .object([
      "format": 1, "components": .object(components.byRole),
      "cpu": compute.threads == 1 ? cpu(times, frames: results.reduce(0) { $0 + $1.frames }) : nil,
      "results": .array(results.map(\.json)),
    ])
  }

  /// The pipeline and the checks with a stop-watch in each obstacle detector and check.
  private func timed() -> (ProcessorTimes, FramePipeline, LivenessSelection) {
    let times = ProcessorTimes()
    let own = components.pipeline
    let pipeline = FramePipeline(
      decoder: own.decoder, detector: own.detector, landmarker: own.landmarker, quality: own.quality,
      obstacleDetectors: zip(components.obstacleIDs, own.obstacleDetectors).map {
        TimedObstacleDetector(id: $0, base: $1, times: times)
      }, embedder: own.embedder, rules: own.rules)
    let liveness = components.liveness.mapped { TimedCheckProvider(id: $0, base: $1, times: times) }
    return (times, pipeline, liveness)
  }

  private func cpu(_ times: ProcessorTimes, frames: Int) -> JSONValue {
    .object([
      "frames": .integer(frames),
      "components": .object(
        times.perFrame(of: frames).map { component, milliseconds, share in
          .init(
            name: component,
            value: .object([
              "ms_per_frame": .number((milliseconds * 1000).rounded() / 1000),
              "share_of_frames": .number((share * 1000).rounded() / 1000),
            ]))
        }),
    ])
  }
}

extension SessionTrial.Result {
  /// Its entry in the results file.
  var json: JSONValue {
    .object([
      "id": .string(session), "purpose": .string(purpose.isEnrollment ? "enrollment" : "authentication"),
      "passed": .bool(isAccepted), "reason": .string(outcome?.reason.rawValue ?? "recording_ended"),
      "seconds": seconds.map { .number($0) } ?? .null,
      "matched": match.map { .string($0.person.rawValue) } ?? .null,
      "similarity": match.map { .score($0.similarity) } ?? .null, "frames": .integer(frames),
      "samples": .integer(samples), "liveness_score": .score(score),
      "rejected": .object(
        rejected.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: .integer($0.value)) }),
      "evidence": .object(
        evidence.sorted { $0.key < $1.key }.map { id, said in
          .init(
            name: id,
            value: .object([
              "events": .integer(said.events), "score": .score(said.score), "verdict": .string(said.verdict.rawValue),
            ]))
        }),
    ])
  }
}
