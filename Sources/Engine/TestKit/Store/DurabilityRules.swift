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

  static func readingRules() -> [Rule] {
    [
      Rule("faces(of:) gives all samples of a person and of nobody else") { trial, _ in
        let gallery = trial.gallery()
        var faces = try trial.faces(60, in: gallery)
        try await trial.store.add(faces, to: gallery)
        try await trial.store.remove([faces[7].id, faces[30].id], from: gallery)
        faces.removeAll { $0.id == FaceID("face-7") || $0.id == FaceID("face-30") }
        for person in Set(faces.map(\.person)) {
          let seen = try await trial.store.faces(of: person, in: gallery)
          let given = faces.filter { $0.person == person }
          try expectEqual(Set(seen.map(\.id)), Set(given.map(\.id)), "faces of \(person)")
          try expectEqual(seen.count, given.count, "number of faces of \(person)")
          for face in seen {
            if let original = given.first(where: { $0.id == face.id }) {
              try StoreTrial.expectSame(face, original, "in faces(of:)")
            }
          }
        }
        try expect(try await trial.store.faces(of: PersonID("nobody"), in: gallery).isEmpty, "nobody has faces")
      },
      Rule("paging gives every face once, by the bytes of the ids, at any size of page") { trial, _ in
        let gallery = trial.gallery()
        // By bytes "Z" < "a" < "ä" < "z…" is wrong: "ä" comes last. Locale or scalar order would differ.
        let ids = (0..<40).map { "face-\($0)" } + ["Z", "a", "ä", "z", "", "zz", "\u{FFFD}", "𐍈", "a\u{0}"]
        let faces = try ids.map { try trial.face($0, in: gallery) }
        try await trial.store.add(faces.reversed(), to: gallery)
        let expected = ids.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
        for page in [1, 2, 7, 49, 50, Int.max] {
          let seen = try await trial.allFaces(gallery, page: page)
          try expectEqual(seen.map { Array($0.id.rawValue.utf8) }, expected, "ids in pages of \(page)")
        }
        try expect(try await trial.store.faces(after: nil, limit: 0, in: gallery).isEmpty, "a page of 0 has faces")
      },
      Rule("paging goes on after an id that is not there, and sees what was added meanwhile behind it") { trial, _ in
        let gallery = trial.gallery()
        try await trial.store.add(try ["b", "d", "f"].map { try trial.face($0, in: gallery) }, to: gallery)
        let after = try await trial.store.faces(after: FaceID("c"), limit: 5, in: gallery)
        try expectEqual(after.map(\.id.rawValue), ["d", "f"], "after 'c'")
        try await trial.store.add([try trial.face("e", in: gallery)], to: gallery)
        try await trial.store.remove([FaceID("d")], from: gallery)
        let next = try await trial.store.faces(after: FaceID("c"), limit: 5, in: gallery)
        try expectEqual(next.map(\.id.rawValue), ["e", "f"], "after 'c' once more")
        try expect(
          try await trial.store.faces(after: FaceID("f"), limit: 5, in: gallery).isEmpty, "faces after the last")
      },
    ]
  }
}
