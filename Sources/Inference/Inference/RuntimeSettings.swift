public import Engine

/// How a component's network is run: the settings `precision` and `threads`, which every one of them has.
public struct RuntimeSettings: Sendable, Hashable {
  /// `f32`, or `bf16` where the processor has instructions for it.
  public var precision: Precision
  /// Threads of one inference, 1…64.
  public var threads: Int

  /// Reads both; problems collect in the reader.
  public init(from reader: inout SettingsReader) {
    let name = reader.choice("precision", default: Precision.f32.rawValue, of: Precision.allCases.map(\.rawValue))
    precision = Precision(rawValue: name) ?? .f32
    threads = reader.integer("threads", default: 1, in: 1...64)
  }

  /// Options for an input of this shape.
  public func options(_ inputShape: [Int]) -> InferenceOptions {
    InferenceOptions(precision: precision, threads: threads, inputShape: inputShape)
  }
}
