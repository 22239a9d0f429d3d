import Engine

/// What `DurabilityWriter` said it did, and so what a store must have after the process, or its server, was killed.
public struct WriteLedger: Sendable {
  /// How far a batch came.
  private enum State: String {
    case adding, added, removing, removed
  }

  private var batches: [String: State] = [:]

  /// A ledger of nothing yet.
  public init() {}

  /// Enters what a writer said, one run after another.
  ///
  /// - Throws: `ExpectationFailure` for a line that is none of `DurabilityWriter`'s.
  public mutating func enter(_ lines: [String]) throws {
    for line in lines {
      let words = line.split(separator: " ").map { String($0) }
      guard words.count == 2, let state = State(rawValue: words[0]) else {
        throw ExpectationFailure("the writer said '\(line)'")
      }
      batches[words[1]] = state
    }
  }

  /// Whether a line acknowledges a write.
  static func isAcknowledgement(_ line: String) -> Bool { line.hasPrefix("added ") || line.hasPrefix("removed ") }

  /// Holds a store, started, against the ledger: every acknowledged batch is there with its vectors and persons, every
  /// removed one is gone, what was under way was added as a whole or not at all, and nothing else is there.
  ///
  /// - Throws: `ExpectationFailure`, or what the store throws.
  public func check(_ store: any VectorStore, _ when: String = "after kill -9") async throws {
    var present = try await Self.contents(store)
    try expectEqual(try await store.count(in: DurabilityWriter.gallery), present.count, "count \(when)")
    var isProbed = 0
    for (batch, state) in batches.sorted(by: { $0.key < $1.key }) {
      let faces = try DurabilityWriter.faces(of: batch)
      var there = 0
      for face in faces {
        guard let seen = present.removeValue(forKey: face.id.bytes) else { continue }
        there += 1
        try expectSame(seen, face, precision: store.precision, when)
      }
      switch state {
      case .adding:
        try expect([0, faces.count].contains(there), "\(there) of \(faces.count) faces of an unfinished batch \(when)")
      case .added: try expectEqual(there, faces.count, "faces of an acknowledged batch \(when)")
      case .removing: break
      case .removed: try expectEqual(there, 0, "faces of a removed batch \(when)")
      }
      if state == .added, isProbed < 20 {
        isProbed += 1
        try await Self.expectFound(faces, store, when)
      }
    }
    try expect(present.isEmpty, "\(present.count) faces are there \(when) that nobody added")
  }

  private static func contents(_ store: any VectorStore) async throws -> [[UInt8]: FaceRecord] {
    var all: [[UInt8]: FaceRecord] = [:]
    var last: FaceID?
    repeat {
      let page = try await store.faces(after: last, limit: 500, in: DurabilityWriter.gallery)
      for face in page { all[face.id.bytes] = face }
      last = page.last?.id
    } while last != nil
    return all
  }

  private static func expectFound(_ faces: [FaceRecord], _ store: any VectorStore, _ when: String) async throws {
    let person = faces[0].person
    let own = try await store.faces(of: person, in: DurabilityWriter.gallery)
    try expectEqual(Set(own.map(\.id.bytes)), Set(faces.map(\.id.bytes)), "faces of a person \(when)")
    for face in faces {
      let nearest = try await store.searchExactly(face.embedding, in: DurabilityWriter.gallery, limit: 1)
      try expectEqual(nearest.map(\.id.bytes), [face.id.bytes], "nearest to an acknowledged vector \(when)")
    }
  }
}
