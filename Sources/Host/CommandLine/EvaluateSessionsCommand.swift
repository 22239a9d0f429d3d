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
    let home = Home()
    let loaded = try LoadedConfiguration(file: arguments["config"], home: home)
    let scratch = FileManager.default.temporaryDirectory.appending(path: "kenali-evaluate-\(getpid())").path
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let components = try await Components.make(
      try loaded.assembly(home: home), models: try loaded.configuration.models.folder(home: home),
      dataDirectory: scratch, sealer: nil, log: SilentLog())
    let compute = ComputePool(threads: jobs)
    let results = try await SessionEvaluation(
      components: components, configuration: loaded.configuration, compute: compute
    ).run(recorded, only: arguments["only"])
    guard let file = arguments["out"] else { return print(results.text) }
    try Data(results.bytes).write(to: URL(fileURLWithPath: file))
  }
}
