/// Measurements as lines for people, or with `--json` as one JSON object per line for programs.
struct Report {
  let isJSON: Bool

  /// Prints what was measured under some conditions. Names end with their unit.
  mutating func add(_ what: String, _ conditions: [String: Double], _ values: [String: Double], text note: String = "")
  {
    if isJSON {
      let fields = conditions.merging(values) { $1 }.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
      let name = note.isEmpty ? "" : "\"of\": \"\(note)\", "
      print("{\"what\": \"\(what)\", \(name)\(fields.joined(separator: ", "))}")
    } else {
      let conditions = conditions.sorted { $0.key < $1.key }.map { "\($0.key) \(text($0.value))" }
      let values = values.sorted { $0.key < $1.key }.map { "\($0.key) \(text($0.value))" }
      print("| \(what) | \(note) | \(conditions.joined(separator: ", ")) | \(values.joined(separator: ", ")) |")
    }
  }
}
