import CBeast

/// A network loop as a task executor: jobs run on the loop's thread, between its network events.
// Safe to share: the C functions that take a loop may be called from any thread.
final class LoopExecutor: TaskExecutor, @unchecked Sendable {
  private let loop: OpaquePointer

  init(retaining loop: OpaquePointer) {
    cb_loop_retain(loop)
    self.loop = loop
  }

  deinit { cb_loop_release(loop) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    // An `UnownedJob` is one pointer to a job that the runtime keeps alive until it has run.
    let word = unsafeBitCast(job, to: UnsafeMutableRawPointer.self)
    let retained = Unmanaged.passRetained(self)
    guard !cb_loop_post(loop, runJob, retained.toOpaque(), word) else { return }
    // The loop has ended, but the task has not: it finishes on the global executor.
    retained.release()
    globalConcurrentExecutor.enqueue(job)
  }
}

// A function and not a closure: C callbacks must not inherit the isolation of the place where they are written.
private func runJob(_ executor: UnsafeMutableRawPointer, _ job: UnsafeMutableRawPointer) {
  let executor = Unmanaged<LoopExecutor>.fromOpaque(executor).takeRetainedValue()
  unsafeBitCast(job, to: UnownedJob.self).runSynchronously(on: executor.asUnownedTaskExecutor())
}
