extension Collection where Element == Double {
  /// The value below which a share `share` (0…1) of the elements lies; nil for none. Nearest rank.
  func quantile(_ share: Double) -> Double? {
    guard !isEmpty else { return nil }
    let sorted = self.sorted()
    return sorted[Int((Double(sorted.count - 1) * share).rounded())]
  }

  /// The middle value; nil for none.
  var median: Double? { quantile(0.5) }
}
