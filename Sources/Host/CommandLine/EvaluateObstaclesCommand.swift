import Engine
import Foundation

/// `kenali evaluate obstacles`.
enum EvaluateObstaclesCommand {
  static let command = Command(
    name: "evaluate obstacles", usage: "<folder> [--config FILE] [--json]",
    summary: "Show what the configured obstacle detectors say of the labelled faces in a folder, and their CPU time."
  ) { arguments in
    let arguments = try Arguments(arguments, .init(options: ["config"], flags: ["json"], words: ["folder"]))
    let faces = try LabelledFaces(folder: arguments.words[0])
    try await Components.borrowed(configuration: arguments["config"]) { components, _ in
      let detectors = components.obstacleIDs
      guard !detectors.isEmpty else { throw UsageError("pipeline.obstacles names no detector") }
      let compute = ComputePool(threads: 1)
      let answers = try await compute.run(tenant: "evaluation", session: "") {
        try ObstacleEvaluation(pipeline: components.pipeline, detectors: detectors).run(faces)
      }
      if arguments.flags.contains("json") {
        print(JSONValue.object(["components": .object(components.byRole), "samples": .array(answers.map(json))]).text)
      } else {
        show(answers, detectors)
      }
    }
  }

  private static func json(_ answer: ObstacleEvaluation.Answer) -> JSONValue {
    let detectors = answer.byDetector.map { part in
      JSONValue.Member(
        name: part.id,
        value: .object([
          "cpu_ms": .number((part.milliseconds * 1000).rounded() / 1000),
          "confidences": .object(
            part.obstacles.map {
              .init(name: $0.kind.rawValue, value: .number((Double($0.confidence) * 10000).rounded() / 10000))
            }),
        ]))
    }
    return .object([
      "index": .integer(answer.sample.index), "file": .string(answer.sample.file),
      "quality": answer.quality.map { .number(Double($0)) } ?? .null, "detectors": .object(detectors),
    ])
  }

  private static func show(_ answers: [ObstacleEvaluation.Answer], _ detectors: [String]) {
    let seen = answers.filter { $0.quality != nil }
    print("\(answers.count) samples, \(answers.count - seen.count) without a face")
    for (position, id) in detectors.enumerated() {
      let parts = seen.map { $0.byDetector[position] }
      let milliseconds = parts.reduce(0) { $0 + $1.milliseconds } / Double(max(1, parts.count))
      let thresholds = ObstacleThresholds()
      let rejected = parts.count { !thresholds.rejecting($0.obstacles).isEmpty }
      print("\(id): \(rejected) rejected, \((milliseconds * 100).rounded() / 100) ms CPU (mean)")
    }
  }
}
