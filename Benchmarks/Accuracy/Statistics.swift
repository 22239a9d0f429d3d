/// Scores of comparisons of the same person and of two persons.
struct ScoreSet {
  var genuine: [Float] = []
  var impostor: [Float] = []

  /// The threshold that a share `rate` of the impostor comparisons reaches or passes: the impostors' (1 − rate)
  /// quantile, between the two nearest scores. Nil where the data has too few comparisons to say.
  func threshold(falseMatchRate rate: Double) -> Float? {
    let sorted = impostor.sorted(by: >)
    let position = rate * Double(sorted.count)
    guard position >= 1, sorted.count > 1 else { return nil }
    let index = min(Int(position), sorted.count - 1)
    return (sorted[index - 1] + sorted[index]) / 2
  }

  /// Share of genuine comparisons at or over a threshold.
  func truePositiveRate(_ threshold: Float) -> Double {
    genuine.isEmpty ? 0 : Double(genuine.count { $0 >= threshold }) / Double(genuine.count)
  }

  /// Where as many genuine comparisons are refused as impostors accepted, and that share.
  var equalErrorRate: (rate: Double, threshold: Float) {
    var best = (gap: Double.infinity, rate: 0.0, threshold: Float(0))
    for threshold in Set(genuine + impostor) {
      let refused = 1 - truePositiveRate(threshold)
      let accepted = Double(impostor.count { $0 >= threshold }) / Double(max(1, impostor.count))
      if abs(refused - accepted) < best.gap {
        best = (abs(refused - accepted), (refused + accepted) / 2, threshold)
      }
    }
    return (best.rate, best.threshold)
  }
}

extension [Float] {
  /// The value that a share of the list lies under; zero for an empty list.
  func quantile(_ share: Double) -> Float {
    isEmpty ? 0 : sorted()[Swift.min(count - 1, Int(share * Double(count)))]
  }
  var mean: Float { isEmpty ? 0 : reduce(0, +) / Float(count) }
}

extension Double {
  /// As text with this many digits behind the point.
  func text(_ digits: Int) -> String {
    var factor = 1.0
    for _ in 0..<digits { factor *= 10 }
    let whole = Int((abs(self) * factor).rounded())
    let fraction = String(whole % Int(factor))
    let padded = String(repeating: "0", count: Swift.max(0, digits - fraction.count)) + fraction
    return (self < 0 && whole > 0 ? "-" : "") + "\(whole / Int(factor))" + (digits > 0 ? ".\(padded)" : "")
  }
}

extension Float {
  func text(_ digits: Int) -> String { Double(self).text(digits) }
}
