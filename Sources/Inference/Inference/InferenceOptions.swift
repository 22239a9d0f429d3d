import Glibc

/// Arithmetic of a model's run.
public enum Precision: String, Sendable, CaseIterable {
  /// Single precision.
  case f32
  /// 16-bit "brain" floats: faster only where the processor has instructions for them.
  case bf16
}

/// How a model is compiled.
public struct InferenceOptions: Sendable, Hashable {
  /// Arithmetic; a model with int8 weights keeps them either way.
  public var precision: Precision
  /// Threads of one inference. More than one helps only while the machine is idle.
  public var threads: Int
  /// Inferences that may run at the same time; one per compute thread, so that none waits for another.
  public var streams: Int
  /// Replaces the input's shape in the file, e.g. `[1, 3, 320, 320]`; nil where the file's shape is static.
  public var inputShape: [Int]?

  /// Options; `streams` is by default the number of processors.
  public init(precision: Precision = .f32, threads: Int = 1, streams: Int? = nil, inputShape: [Int]? = nil) {
    self.precision = precision
    self.threads = threads
    self.streams = streams ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    self.inputShape = inputShape
  }
}
