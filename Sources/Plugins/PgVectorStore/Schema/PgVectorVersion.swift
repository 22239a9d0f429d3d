/// A version of pgvector.
struct PgVectorVersion: Comparable, CustomStringConvertible {
  /// Versions before 0.8.4 can damage an HNSW index on vacuum.
  static let oldest = PgVectorVersion(parts: [0, 8, 4])

  let parts: [Int]

  private init(parts: [Int]) { self.parts = parts }

  /// Reads `0.8.6`; nil for anything but numbers joined by dots.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard !parts.isEmpty, parts.allSatisfy({ $0 != nil }) else { return nil }
    self.parts = parts.compactMap { $0 }
  }

  static func < (a: PgVectorVersion, b: PgVectorVersion) -> Bool { a.parts.lexicographicallyPrecedes(b.parts) }

  var description: String { parts.map(String.init).joined(separator: ".") }
}
