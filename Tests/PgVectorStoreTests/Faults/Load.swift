import Engine
import EngineTestKit
import PgVectorStore
import Synchronization
import Testing

/// Writers and searchers at work on one gallery while something happens to the server, and what they were told.
final class Load: Sendable {
  /// One `add`: all faces of one person.
  struct Batch: Sendable {
    let person: PersonID
    let faces: [FaceRecord]
  }
  private struct Told {
    var acknowledged: [Batch] = []
    var failures = 0
    var answers = 0
    var isOver = false
  }
  private let told = Mutex(Told())
  let gallery = GalleryID(tenant: TenantID("load"), model: ModelID("model@1"), dimension: 64)
  private let store: PostgresVectorStore

  init(_ store: PostgresVectorStore) { self.store = store }

  var acknowledged: [Batch] { told.withLock { $0.acknowledged } }
  var failures: Int { told.withLock { $0.failures } }
  var answers: Int { told.withLock { $0.answers } }
  func end() { told.withLock { $0.isOver = true } }
  private var isOver: Bool { told.withLock { $0.isOver } }

  /// Adds batches of one and of five; one that failed is given up or, every other time, repeated until it is known.
  func write(_ writer: Int) async {
    var random = SeededGenerator(seed: UInt64(writer))
    var number = 0
    while !isOver {
      number += 1
      let person = PersonID("person-\(writer)-\(number)")
      let faces = (0..<(number % 3 == 0 ? 5 : 1)).map { index in
        FaceRecord(
          id: FaceID("face-\(writer)-\(number)-\(index)"), person: person,
          embedding: Embedding(model: gallery.model, normalizing: random.vector(gallery.dimension))!)
      }
      await add(Batch(person: person, faces: faces), repeating: number % 2 == 0)
    }
  }

  private func add(_ batch: Batch, repeating: Bool) async {
    var isRepeated = false
    repeat {
      do {
        try await store.add(batch.faces, to: gallery)
        return told.withLock { $0.acknowledged.append(batch) }
      } catch VectorStoreError.duplicate where isRepeated {
        // The first attempt had come through.
        return told.withLock { $0.acknowledged.append(batch) }
      } catch {
        await note(error)
        isRepeated = true
      }
    } while repeating && !isOver
  }

  func search(_ searcher: Int) async {
    var random = SeededGenerator(seed: UInt64(1000 + searcher))
    while !isOver {
      let probe = Embedding(model: gallery.model, normalizing: random.vector(gallery.dimension))!
      do {
        let matches = try await store.search(probe, in: gallery, limit: 10)
        let count = try await store.count(in: gallery)
        // Faces are only added: as many as were found are there.
        if matches.count > count { Issue.record("found \(matches.count) of \(count) faces") }
        told.withLock { $0.answers += 1 }
      } catch {
        await note(error)
      }
    }
  }

  private func note(_ error: any Error) async {
    guard case VectorStoreError.unavailable = error else {
      Issue.record("threw \(error)")
      return end()
    }
    told.withLock { $0.failures += 1 }
    // While the server is away calls fail at once; a caller in earnest would wait too.
    try? await Task.sleep(for: .milliseconds(20))
  }
}
