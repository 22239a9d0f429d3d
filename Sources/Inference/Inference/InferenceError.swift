/// Why a model could not be loaded or run; the text comes from OpenVINO.
public struct InferenceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What happened.
  public let reason: String
  /// An error that says `reason`.
  public init(_ reason: String) { self.reason = reason }
  public var description: String { reason }
}
