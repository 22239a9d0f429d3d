import Engine

extension VectorStoreConformance {
  static func durabilityRules() -> [Rule] {
    [
      Rule("everything is there after a restart, and searches answer as before") { trial, count in
        let gallery = trial.gallery()
        let faces = try trial.faces(count, in: gallery)
        try await trial.store.add(faces, to: gallery)
        var answers: [(Embedding, [FaceMatch])] = []
        for _ in 0..<10 {
          let probe = try trial.embedding(gallery)
          answers.append((probe, try await trial.store.search(probe, in: gallery, limit: 5)))
        }
        try await trial.restart()
        try await trial.expectContents(gallery, faces, "after a restart")
        for (probe, before) in answers {
          let after = try await trial.store.search(probe, in: gallery, limit: 5)
          if case .exact = trial.store.guarantee {
            try expectEqual(after.map(\.id), before.map(\.id), "answer after a restart")
          }
        }
      },
      Rule("hundreds of random changes with restarts in between leave what a plain list says") { trial, _ in
        let galleries = [trial.gallery("one"), trial.gallery("two")]
        var model: [[FaceRecord]] = [[], []]
        var number = 0
        for step in 0..<240 {
          let which = Int.random(in: 0...1, using: &trial.random)
          let gallery = galleries[which]
          switch Int.random(in: 0..<20, using: &trial.random) {
          case 0: try await trial.restart()
          case 1:
            try await trial.store.removeAll(from: gallery)
            model[which] = []
          case 2..<9 where !model[which].isEmpty:
            let gone = (0..<3).compactMap { _ in model[which].randomElement(using: &trial.random)?.id }
            let removed = try await trial.store.remove(gone, from: gallery)
            try expectEqual(removed, Set(gone).count, "removed in step \(step)")
            model[which].removeAll { gone.contains($0.id) }
          default:
            let batch = try (0..<Int.random(in: 1...6, using: &trial.random)).map { _ in
              number += 1
              return try trial.face("face-\(number)", person: "person-\(number % 7)", in: gallery)
            }
            try await trial.store.add(batch, to: gallery)
            model[which] += batch
          }
          if step % 30 == 29 {
            for (gallery, faces) in zip(galleries, model) {
              try await trial.expectContents(gallery, faces, "in step \(step)")
            }
          }
        }
      },
    ]
  }
}
