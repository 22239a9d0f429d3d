import Engine

/// An entry of a list of components: one id, or several separated by `|`, of which the first whose model is there runs:
/// `obstacle.mask | obstacle.mask_classical`.
struct ComponentChoice: Sendable, Hashable {
  /// At least one, the preferred one first.
  let ids: [String]

  /// The choice that a text means; blanks around ids do not matter.
  init(_ text: String) {
    ids = text.split(separator: "|", omittingEmptySubsequences: false).map { part in
      String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }
}

extension SettingsReader {
  /// A list of choices.
  mutating func choices(_ key: String) -> [ComponentChoice] { strings(key, default: []).map { ComponentChoice($0) } }
}
