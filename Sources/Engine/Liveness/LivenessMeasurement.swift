/// What a check found in the pixels of one frame: numbers whose meaning its doc comment gives.
public struct LivenessMeasurement: Sendable, Hashable {
  public var values: [Float]

  /// A measurement of these numbers.
  public init(_ values: [Float]) { self.values = values }
}
