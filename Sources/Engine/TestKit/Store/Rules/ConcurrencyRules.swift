import Engine
import Synchronization

extension VectorStoreConformance {
  static func concurrencyRules() -> [Rule] {
    [
      Rule("writers and searchers at the same time lose nothing, and a batch becomes visible as a whole") { trial, _ in
        let gallery = trial.gallery()
        let store = trial.store
        let batches = try (0..<24).map { batch in
          try (0..<5).map { try trial.face("face-\(batch)-\($0)", person: "person-\(batch)", in: gallery) }
        }
        let probe = try trial.embedding(gallery)
        let writers = Remaining(batches.count)
        try await withThrowingTaskGroup(of: Void.self) { group in
          for batch in batches {
            group.addTask {
              defer { writers.oneLess() }
              try await store.add(batch, to: gallery)
            }
          }
          for _ in 0..<4 {
            // For as long as somebody writes: a reader that comes once may come before or after it all.
            group.addTask {
              repeat {
                let matches = try await store.search(probe, in: gallery, limit: 1000)
                for (person, own) in Dictionary(grouping: matches, by: \.person) {
                  try expectEqual(own.count, 5, "visible faces of \(person)'s batch")
                }
                try expectEqual(try await store.count(in: gallery) % 5, 0, "count beyond whole batches")
                await Task.yield()
              } while writers.areThere
            }
          }
          try await group.waitForAll()
        }
        try await trial.expectContents(gallery, batches.flatMap { $0 }, "after concurrent adding")
        try await trial.restart()
        try await trial.expectContents(gallery, batches.flatMap { $0 }, "after concurrent adding and a restart")
      },
      Rule("of several who add the same id at the same time, one succeeds") { trial, _ in
        let gallery = trial.gallery()
        let store = trial.store
        let rivals = try (0..<16).map { try trial.face("same", person: "person-\($0)", in: gallery) }
        let winners = try await withThrowingTaskGroup(of: FaceRecord?.self) { group in
          for rival in rivals {
            group.addTask {
              do {
                try await store.add([rival], to: gallery)
                return rival
              } catch VectorStoreError.duplicate {
                return nil
              }
            }
          }
          var winners: [FaceRecord] = []
          for try await winner in group { if let winner { winners.append(winner) } }
          return winners
        }
        try expectEqual(winners.count, 1, "successes")
        try await trial.expectContents(gallery, winners, "after the race")
      },
      Rule("of several who remove the same face at the same time, one is told that it was there") { trial, _ in
        let gallery = trial.gallery()
        let store = trial.store
        try await trial.store.add([try trial.face("only", in: gallery)], to: gallery)
        let removed = try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<16 { group.addTask { try await store.remove([FaceID("only")], from: gallery) } }
          return try await group.reduce(0, +)
        }
        try expectEqual(removed, 1, "removals that found it")
      },
      Rule("what a call acknowledged, every later call sees, while others write") { trial, _ in
        let gallery = trial.gallery()
        let store = trial.store
        let given = try (0..<8).map { task in
          try (0..<12).map { try trial.face("\(task)-\($0)", person: "person \(task)-\($0)", in: gallery) }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
          for faces in given {
            group.addTask {
              for face in faces {
                try await store.add([face], to: gallery)
                let own = try await store.faces(of: face.person, in: gallery)
                try expectEqual(own.map(\.id.bytes), [face.id.bytes], "faces of a person that was just added")
                let nearest = try await store.searchExactly(face.embedding, in: gallery, limit: 1)
                try expectEqual(nearest.map(\.id.bytes), [face.id.bytes], "nearest to a vector that was just added")
                try await store.remove([face.id], from: gallery)
                let left = try await store.search(face.embedding, in: gallery, limit: 100)
                try expect(!left.contains { $0.id.bytes == face.id.bytes }, "found \(face.id), which was just removed")
              }
            }
          }
          try await group.waitForAll()
        }
        try await trial.expectContents(gallery, [], "after all was removed")
      },
      Rule("galleries are used at the same time without disturbing each other") { trial, _ in
        let store = trial.store
        let given = try (0..<12).map { number in
          let gallery = trial.gallery("tenant-\(number)")
          return (gallery, try trial.faces(20, in: gallery))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
          for (gallery, faces) in given {
            group.addTask {
              for start in stride(from: 0, to: 20, by: 4) {
                try await store.add(Array(faces[start..<start + 4]), to: gallery)
                let nearest = try await store.search(faces[start].embedding, in: gallery, limit: 1)
                try expectEqual(nearest.first?.id, faces[start].id, "nearest in its own gallery")
              }
            }
          }
          try await group.waitForAll()
        }
        for (gallery, faces) in given { try await trial.expectContents(gallery, faces, "of \(gallery.tenant)") }
      },
    ]
  }
}

/// How many of several tasks have not ended.
private final class Remaining: Sendable {
  private let count: Atomic<Int>
  init(_ count: Int) { self.count = Atomic(count) }
  func oneLess() { count.subtract(1, ordering: .releasing) }
  var areThere: Bool { count.load(ordering: .acquiring) > 0 }
}
