import Engine
import Foundation

/// `kenali benchmark`.
enum BenchmarkCommand {
  static let command = Command(
    name: "benchmark", usage: "--frames FOLDER [--rounds N] [--config FILE] [--json]",
    summary: "Measure the CPU time of each stage of a frame with the configured components, on one thread."
  ) { arguments in
    let arguments = try Arguments(arguments, .init(options: ["frames", "rounds", "config"], flags: ["json"]))
    guard let folder = arguments["frames"] else { throw UsageError("--frames is missing") }
    guard let rounds = Int(arguments["rounds"] ?? "3"), (1...1000).contains(rounds) else {
      throw UsageError("--rounds takes a number from 1 to 1000")
    }
    let frames = try read(folder)
    try await Components.borrowed(configuration: arguments["config"]) { components, _ in
      let compute = ComputePool(threads: 1)
      let times = try await compute.run(tenant: "benchmark", session: "") {
        try FrameBenchmark(components: components, frames: frames).run(rounds: rounds)
      }
      show(times, components, arguments.flags.contains("json"))
    }
  }

  private static func read(_ folder: String) throws -> [[UInt8]] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
    let frames = files.filter { $0.hasSuffix(".jpg") || $0.hasSuffix(".png") || $0.hasSuffix(".webp") }
      .compactMap { FileManager.default.contents(atPath: "\(folder)/\($0)").map { Array($0) } }
    guard !frames.isEmpty else { throw UsageError("--frames names a folder without .jpg, .png or .webp files") }
    return frames
  }

  private static func show(_ times: StageTimes, _ components: Components, _ isJSON: Bool) {
    let rounded = times.order.map { ($0, (times.median($0) * 1000).rounded() / 1000) }
    if isJSON {
      print(
        JSONValue.object([
          "cpu_ms": .object(rounded.map { .init(name: $0.0, value: .number($0.1)) }),
          "components": .object(components.byRole),
        ]).text)
      return
    }
    for (stage, milliseconds) in rounded { print("\(stage): \(milliseconds) ms CPU (median)") }
  }
}
