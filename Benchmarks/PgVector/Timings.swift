/// Milliseconds of repeated runs, sorted.
struct Timings {
  private var sorted: [Double] = []

  mutating func add(_ duration: Duration) { sorted.append(duration / .milliseconds(1)) }

  /// The value below which this share of the runs lies.
  func quantile(_ share: Double) -> Double {
    let ordered = sorted.sorted()
    return ordered.isEmpty ? .nan : ordered[min(ordered.count - 1, Int(Double(ordered.count) * share))]
  }
}
