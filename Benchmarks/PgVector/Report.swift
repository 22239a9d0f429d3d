/// What was measured, in the order of measuring.
struct Report {
  private var lines: [(key: String, text: String, value: Double)] = []

  /// - Parameters:
  ///   - key: the name in JSON.
  ///   - places: after the point.
  mutating func add(_ key: String, _ text: String, _ value: Double, places: Int = 2) {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    lines.append((key, text, (value * scale).rounded() / scale))
  }

  var markdown: String {
    "| what | figure |\n|---|---|\n" + lines.map { "| \($0.text) | \($0.value) |" }.joined(separator: "\n")
  }

  var json: String { "{" + lines.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ") + "}" }
}
