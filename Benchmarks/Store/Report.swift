import Glibc

/// Measurements as rows of a Markdown table, or with `--json` as one JSON object per line.
struct Report {
  private let isJSON: Bool

  init(isJSON: Bool) { self.isJSON = isJSON }

  /// Begins a table of these columns after the first two.
  func begin(_ columns: [String]) {
    if isJSON { return }
    print("\n| of | what | \(columns.joined(separator: " | ")) |")
    print(String(repeating: "|---", count: columns.count + 2) + "|")
  }

  /// Prints what was measured, in the order of the columns; names end with their unit.
  func add(_ of: String, _ what: String, _ values: KeyValuePairs<String, Double?>) {
    if isJSON {
      let fields = values.compactMap { name, value in value.map { "\"\(name)\": \($0)" } }
      print("{\"of\": \"\(of)\", \"what\": \"\(what)\", \(fields.joined(separator: ", "))}")
    } else {
      print("| \(of) | \(what) | \(values.map { $0.value.map { text($0) } ?? "" }.joined(separator: " | ")) |")
    }
    // Each at once, so that a run that is cut short has shown what it had.
    fflush(nil)
  }

  /// Prints a sentence that is not a measurement; programs don't get it.
  func say(_ sentence: String) {
    if !isJSON { print(sentence) }
  }
}
