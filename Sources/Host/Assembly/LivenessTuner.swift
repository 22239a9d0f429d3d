import Dispatch
import Engine

/// Makes the liveness checks of tenants that chose or set their own. Tenants of equal settings share them, and all share
/// the models, which the Inference library loads once.
actor LivenessTuner {
  private let registry: ComponentRegistry
  private let models: any ModelLocator
  private let dataDirectory: String
  private let log: any EventLog
  private let standard: LivenessSelection
  private var made: [LivenessTuning: Task<Made, any Error>] = [:]

  private struct Made: Sendable {
    var selection: LivenessSelection
    var lifecycle: Lifecycle
  }

  /// - Parameter standard: the host's own checks.
  init(
    registry: ComponentRegistry, models: any ModelLocator, dataDirectory: String, standard: LivenessSelection,
    log: any EventLog
  ) {
    self.registry = registry
    self.models = models
    self.dataDirectory = dataDirectory
    self.standard = standard
    self.log = log
  }

  /// The checks of a tenant; nil means the host's. The first session of new settings waits until they are made.
  ///
  /// - Throws: `AssemblyError` where a check can't be made: no session runs with fewer checks than its tenant wants.
  func selection(_ tuning: LivenessTuning?) async throws -> LivenessSelection {
    guard let tuning else { return standard }
    let task = made[tuning] ?? make(tuning)
    do {
      return try await task.value.selection
    } catch {
      // Perhaps a model file was missing: the next session tries again.
      made[tuning] = nil
      throw error
    }
  }

  /// Stops what was made, at the host's end.
  func stop() async {
    for task in made.values { try? await task.value.lifecycle.stop() }
    made = [:]
  }

  private func make(_ tuning: LivenessTuning) -> Task<Made, any Error> {
    let (registry, models, dataDirectory, log) = (registry, models, dataDirectory, log)
    // Loading a model computes for some 100 ms: not on the cooperative pool.
    let task = Task(executorPreference: QueueExecutor.shared) {
      var maker = ComponentMaker(
        registry: registry, settings: { tuning.settings[$0] ?? .map([]) }, models: models,
        dataDirectory: dataDirectory, sealer: nil, log: log)
      let selection = await maker.liveness(tuning.choices)
      guard maker.problems.isEmpty else { throw AssemblyError(problems: maker.problems) }
      try await maker.lifecycle.start()
      return Made(selection: selection, lifecycle: maker.lifecycle)
    }
    made[tuning] = task
    return task
  }
}

/// A thread of its own for tasks that compute.
private final class QueueExecutor: TaskExecutor {
  static let shared = QueueExecutor()
  private let queue = DispatchQueue(label: "kenali.liveness-tuning")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
