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
          try expectEqual(matches.map(\.id), [face.id], "nearest to a stored vector")
          try expect(abs((matches.first?.similarity ?? 0) - 1) < 1e-5, "its similarity is not 1")
        }
      },
      Rule("searches find what the guarantee promises, best first, with true similarities") { trial, count in
        try await expectGuarantee(trial, count, grown: false)
      },
      Rule("searches keep the guarantee in a gallery that grew and shrank by single faces") { trial, count in
        try await expectGuarantee(trial, count, grown: true)
      },
      Rule("a search answers at most `limit` faces, none at 0 and below, all of them at a huge limit") { trial, _ in
        let gallery = trial.gallery()
        let faces = try trial.faces(60, in: gallery)
        try await trial.store.add(faces, to: gallery)
        let oracle = SearchOracle(faces: faces)
        let probe = try trial.embedding(gallery)
        for limit in [1, 2, 10, 59, 60, 61, 1000, 1 << 40, Int.max] {
          let matches = try await trial.store.search(probe, in: gallery, limit: limit)
          try oracle.expectSound(matches, probe, limit: limit)
        }
        for limit in [0, -1, Int.min] {
          let matches = try await trial.store.search(probe, in: gallery, limit: limit)
          try expect(matches.isEmpty, "limit \(limit) gave \(matches.count) faces")
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
        }
      },
    ]
  }

  static func isMismatch(_ error: VectorStoreError) -> Bool { if case .mismatch = error { true } else { false } }

  private static func expectGuarantee(_ trial: StoreTrial, _ count: Int, grown: Bool) async throws {
    let gallery = trial.gallery()
    var faces = try trial.faces(count, in: gallery)
    if grown {
      let half = count / 2
      try await trial.store.add(Array(faces[..<half]), to: gallery)
      for face in faces[half...].prefix(60) { try await trial.store.add([face], to: gallery) }
      try await trial.store.add(Array(faces[half...].dropFirst(60)), to: gallery)
      for index in stride(from: count - 1, to: 0, by: -7) {
        try await trial.store.remove([faces[index].id], from: gallery)
        faces.remove(at: index)
      }
    } else {
      try await trial.store.add(faces, to: gallery)
    }
    let oracle = SearchOracle(faces: faces)
    var exact = 0
    let probes = 60
    for number in 0..<probes {
      // A stranger, or somebody of the gallery on another picture.
      let probe =
        number % 2 == 0
        ? try trial.embedding(gallery) : try trial.embedding(near: faces[number * 7 % faces.count].embedding)
      let matches = try await trial.store.search(probe, in: gallery, limit: 10)
      try oracle.expectSound(matches, probe, limit: 10)
      switch trial.store.guarantee {
      case .exact: if oracle.isExact(matches, probe) { exact += 1 }
      case .recallFloor: if oracle.isExact(Array(matches.prefix(1)), probe) { exact += 1 }
      @unknown default: throw ExpectationFailure("this suite does not know the store's guarantee")
      }
    }
    switch trial.store.guarantee {
    case .exact: try expectEqual(exact, probes, "exact answers")
    case .recallFloor(let floor):
      try expect(Double(exact) >= floor * Double(probes), "recall is \(exact)/\(probes), promised \(floor)")
    @unknown default: throw ExpectationFailure("this suite does not know the store's guarantee")
    }
  }
}
