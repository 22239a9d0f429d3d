import Engine

/// The child's half of the trial with `kill -9`: writes to a store and says on standard output what it is about to do
/// and what was acknowledged, one line each (`adding B`, `added B`, `removing B`, `removed B`), until it is killed.
///
/// `WriteLedger` reads the lines. A program that calls `run` is given to `VectorStoreConformance` as `WriterProgram`.
public enum DurabilityWriter {
  /// What it writes to.
  public static let gallery = GalleryID(tenant: TenantID("crash"), model: ModelID("model@1"), dimension: 48)
  /// Faces of one batch: several, so that a batch that is there by half is seen.
  static let batchSize = 3

  /// Starts the store and writes, several tasks at a time, for as long as the process lives.
  ///
  /// - Parameter store: not started.
  /// - Throws: what the store throws; it never returns otherwise.
  public static func run(_ store: any VectorStore) async throws {
    try await store.start()
    // Runs on the same place never meet: each has names of its own.
    let run = String(UInt64.random(in: .min ... .max), radix: 36)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<6 {
        group.addTask {
          for number in 0... {
            let batch = "\(run)-\(task)-\(number)"
            let faces = try Self.faces(of: batch)
            say("adding \(batch)")
            try await store.add(faces, to: gallery)
            say("added \(batch)")
            guard number % 3 == 0 else { continue }
            say("removing \(batch)")
            try await store.remove(faces.map(\.id), from: gallery)
            say("removed \(batch)")
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// The faces of a batch: the same in the child that writes them and in the parent that looks for them.
  static func faces(of batch: String) throws -> [FaceRecord] {
    // FNV-1a: Swift's own hash differs between processes.
    let seed = batch.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    var random = SeededGenerator(seed: seed)
    return try (0..<batchSize).map { index in
      guard let embedding = Embedding(model: gallery.model, normalizing: random.vector(gallery.dimension)) else {
        throw ExpectationFailure("the suite could not make a vector")
      }
      return FaceRecord(id: FaceID("\(batch)/\(index)"), person: PersonID("person of \(batch)"), embedding: embedding)
    }
  }

  /// One `write` a line: what is printed was acknowledged, whenever the kill comes.
  private static func say(_ line: String) { writeToStandardOutput(Array((line + "\n").utf8)) }
}
