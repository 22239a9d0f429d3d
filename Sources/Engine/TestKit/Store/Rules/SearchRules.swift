import Engine

extension VectorStoreConformance {
  static func searchRules() -> [Rule] {
    [
      Rule("a gallery that was never written is empty") { trial, _ in
        let gallery = trial.gallery()
        try expectEqual(try await trial.store.count(in: gallery), 0, "count")
        let matches = try await trial.store.search(try trial.embedding(gallery), in: gallery, limit: 5)
        try expect(matches.isEmpty, "a search found \(matches.count) faces")
        try expect(try await trial.store.faces(after: nil, limit: 5, in: gallery).isEmpty, "paging found faces")
        try expect(try await trial.store.faces(of: PersonID("p"), in: gallery).isEmpty, "a person has faces")
        try expectEqual(try await trial.store.remove([FaceID("x")], from: gallery), 0, "removed")
        try await trial.store.removeAll(from: gallery)
      },
      Rule("a face that was added is found by its own vector") { trial, count in
        let gallery = trial.gallery()
        let faces = try trial.faces(count, in: gallery)
        try await trial.store.add(faces, to: gallery)
        for face in faces.prefix(50) {
          let matches = try await trial.store.search(face.embedding, in: gallery, limit: 1)
          try expectEqual(matches.map(\.id.bytes), [face.id.bytes], "nearest to a stored vector")
          let distance = abs(Double(matches.first?.similarity ?? 0) - 1)
          try expect(distance < trial.tolerance(gallery), "its similarity is not 1")
        }
      },
      Rule("a search answers at most `limit` faces, none at 0 and below, all of them at a huge limit") { trial, _ in
        let gallery = trial.gallery()
        let faces = try trial.faces(60, in: gallery)
        try await trial.store.add(faces, to: gallery)
        let oracle = SearchOracle(faces: faces, tolerance: trial.tolerance(gallery))
        let probe = try trial.embedding(gallery)
        for limit in [1, 2, 10, 59, 60, 61, 1000, 1 << 40, Int.max] {
          let matches = try await trial.store.search(probe, in: gallery, limit: limit)
          try oracle.expectSound(matches, probe, limit: limit)
          let exact = try await trial.store.searchExactly(probe, in: gallery, limit: limit)
          try oracle.expectSound(exact, probe, limit: limit)
        }
        for limit in [0, -1, Int.min] {
          let matches = try await trial.store.search(probe, in: gallery, limit: limit)
          try expect(matches.isEmpty, "limit \(limit) gave \(matches.count) faces")
          let exact = try await trial.store.searchExactly(probe, in: gallery, limit: limit)
          try expect(exact.isEmpty, "limit \(limit) of an exact search gave \(exact.count) faces")
        }
      },
      Rule("a probe of another model, or of another length, is refused") { trial, _ in
        let gallery = trial.gallery()
        try await trial.store.add(try trial.faces(5, in: gallery), to: gallery)
        for other in [trial.gallery(model: "model@2"), trial.gallery(dimension: StoreTrial.dimension + 1)] {
          let probe = try trial.embedding(other)
          try await trial.expectError("the search", isMismatch) {
            try await trial.store.search(probe, in: gallery, limit: 1)
          }
          try await trial.expectError("the exact search", isMismatch) {
            try await trial.store.searchExactly(probe, in: gallery, limit: 1)
          }
        }
      },
    ]
  }

  static func isMismatch(_ error: VectorStoreError) -> Bool { if case .mismatch = error { true } else { false } }
}
