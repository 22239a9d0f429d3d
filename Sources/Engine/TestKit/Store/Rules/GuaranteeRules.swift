import Engine

extension VectorStoreConformance {
  static func guaranteeRules() -> [Rule] {
    [
      Rule(
        "searches find what the guarantee promises, best first, with true similarities: after a build, after inserts, "
          + "after removes and after a restart"
      ) { trial, count in
        let gallery = trial.gallery()
        var faces = try trial.faces(count, in: gallery)
        let built = count * 3 / 4
        try await trial.store.add(Array(faces[..<built]), to: gallery)
        try await expectGuarantee(trial, gallery, Array(faces[..<built]), "after a build")

        for face in faces[built...].prefix(60) { try await trial.store.add([face], to: gallery) }
        try await trial.store.add(Array(faces[built...].dropFirst(60)), to: gallery)
        try await expectGuarantee(trial, gallery, faces, "after inserts")

        for index in stride(from: count - 1, to: 0, by: -7) {
          try await trial.store.remove([faces[index].id], from: gallery)
          faces.remove(at: index)
        }
        try await expectGuarantee(trial, gallery, faces, "after removes")

        try await trial.restart()
        try await expectGuarantee(trial, gallery, faces, "after a restart")
      },
      Rule("an exact search finds the true nearest, whatever the guarantee") { trial, count in
        let gallery = trial.gallery()
        let faces = try trial.faces(count, in: gallery)
        try await trial.store.add(faces, to: gallery)
        try await trial.store.remove(faces.prefix(count / 10).map(\.id), from: gallery)
        let oracle = SearchOracle(faces: Array(faces.dropFirst(count / 10)), tolerance: trial.tolerance(gallery))
        for number in 0..<20 {
          let probe = try probe(number, trial, gallery, oracle.faces)
          let matches = try await trial.store.searchExactly(probe, in: gallery, limit: 10)
          try oracle.expectSound(matches, probe, limit: 10)
          try expect(oracle.isExact(matches, probe), "an exact search missed one of the 10 nearest")
        }
      },
    ]
  }

  /// Measures the recall of the gallery's searches and holds it against the store's promise.
  private static func expectGuarantee(
    _ trial: StoreTrial, _ gallery: GalleryID, _ faces: [FaceRecord], _ when: String
  ) async throws {
    let oracle = SearchOracle(faces: faces, tolerance: trial.tolerance(gallery))
    var right = 0
    let probes = 60
    for number in 0..<probes {
      let probe = try probe(number, trial, gallery, faces)
      let matches = try await trial.store.search(probe, in: gallery, limit: 10)
      try oracle.expectSound(matches, probe, limit: 10)
      switch trial.store.guarantee {
      case .exact: if oracle.isExact(matches, probe) { right += 1 }
      case .recallFloor: if oracle.isExact(Array(matches.prefix(1)), probe) { right += 1 }
      @unknown default: throw ExpectationFailure("this suite does not know the store's guarantee")
      }
    }
    switch trial.store.guarantee {
    case .exact: try expectEqual(right, probes, "exact answers \(when)")
    case .recallFloor(let floor):
      try expect(Double(right) >= floor * Double(probes), "recall is \(right)/\(probes) \(when), promised \(floor)")
    @unknown default: throw ExpectationFailure("this suite does not know the store's guarantee")
    }
  }

  /// By turns a stranger, and somebody of the gallery on another picture.
  private static func probe(
    _ number: Int, _ trial: StoreTrial, _ gallery: GalleryID, _ faces: [FaceRecord]
  ) throws -> Embedding {
    number % 2 == 0
      ? try trial.embedding(gallery) : try trial.embedding(near: faces[number * 7 % faces.count].embedding)
  }
}
