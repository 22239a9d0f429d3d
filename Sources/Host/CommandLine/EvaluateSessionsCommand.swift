import Engine
import Foundation

/// `kenali evaluate sessions`.
enum EvaluateSessionsCommand {
  static let command = Command(
    name: "evaluate sessions", usage: "FOLDER [--out FILE] [--only TEXT] [--jobs N] [--config FILE]",
    summary: """
      Send recorded sessions through the engine as configured, and say which were accepted (as JSON); with --jobs 1 also \
      what each check and detector costs a frame.
      """
  ) { arguments in
    let arguments = try Arguments(arguments, .init(options: ["out", "only", "jobs", "config"], words: ["FOLDER"]))
    let processors = ProcessInfo.processInfo.activeProcessorCount
    guard let jobs = Int(arguments["jobs"] ?? "\(processors)"), (1...256).contains(jobs) else {
      throw UsageError("--jobs takes a number from 1 to 256")
    }
    let recorded = try RecordedSessions(folder: arguments.words[0])
    try await Components.borrowed(configuration: arguments["config"]) { components, configuration in
      let compute = ComputePool(threads: jobs)
      let results = try await SessionEvaluation(
        components: components, configuration: configuration, compute: compute
      ).run(recorded, only: arguments["only"])
      guard let file = arguments["out"] else { return print(results.text) }
      try Data(results.bytes).write(to: URL(fileURLWithPath: file))
    }
  }
}
