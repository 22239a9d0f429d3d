import Engine

extension VectorStoreConformance {
  static func separationRules() -> [Rule] {
    [
      Rule("nothing of one tenant is found, counted, paged or removed through another") { trial, _ in
        try await expectApart(trial, trial.gallery("one"), trial.gallery("two"))
      },
      Rule("nothing of one model is found, counted, paged or removed through another") { trial, _ in
        try await expectApart(trial, trial.gallery(model: "model@1"), trial.gallery(model: "model@2"))
      },
      Rule("galleries whose ids run together to the same text are apart") { trial, _ in
        try await expectApart(trial, trial.gallery("ab", model: "c"), trial.gallery("a", model: "bc"))
      },
      Rule("galleries of different vector lengths are apart") { trial, _ in
        try await expectApart(trial, trial.gallery(dimension: 48), trial.gallery(dimension: 32))
      },
      Rule("any text is a tenant's id: every one has its own gallery, also after a restart") { trial, _ in
        var given: [(GalleryID, FaceRecord)] = []
        for (index, tenant) in hostileTexts.enumerated() {
          let gallery = trial.gallery(tenant)
          let face = try trial.face("face", person: "of tenant \(index)", in: gallery)
          try await trial.store.add([face], to: gallery)
          given.append((gallery, face))
        }
        for (gallery, face) in given { try await trial.expectContents(gallery, [face], "of '\(gallery.tenant)'") }
        try await trial.restart()
        for (gallery, face) in given {
          try await trial.expectContents(gallery, [face], "of '\(gallery.tenant)' after a restart")
        }
      },
      Rule("any text is a model's id: every one has its own gallery") { trial, _ in
        var given: [(GalleryID, FaceRecord)] = []
        for model in hostileTexts {
          let gallery = trial.gallery(model: model)
          let face = try trial.face("face", in: gallery)
          try await trial.store.add([face], to: gallery)
          given.append((gallery, face))
        }
        for (gallery, face) in given { try await trial.expectContents(gallery, [face], "of model '\(gallery.model)'") }
      },
      Rule("any text is a face's or a person's id, kept byte for byte, also after a restart") { trial, _ in
        let gallery = trial.gallery()
        let faces = try hostileTexts.map { try trial.face($0, person: String($0.reversed()), in: gallery) }
        try await trial.store.add(faces, to: gallery)
        try await trial.expectContents(gallery, faces, "after adding")
        try await trial.restart()
        try await trial.expectContents(gallery, faces, "after a restart")
        for face in faces {
          let own = try await trial.store.faces(of: face.person, in: gallery)
          try expect(
            own.contains { $0.id.bytes == face.id.bytes }, "the person '\(face.person)' has no face '\(face.id)'")
          try expectEqual(try await trial.store.remove([face.id], from: gallery), 1, "removed by id '\(face.id)'")
        }
        try await trial.expectContents(gallery, [], "after removing")
      },
    ]
  }

  private static func expectApart(_ trial: StoreTrial, _ one: GalleryID, _ two: GalleryID) async throws {
    // The same ids in both, so that a store which forgets the gallery mixes them up.
    let ofOne = try (0..<20).map { try trial.face("face-\($0)", person: "person", in: one) }
    let ofTwo = try (0..<10).map { try trial.face("face-\($0)", person: "person", in: two) }
    try await trial.store.add(ofOne, to: one)
    try await trial.expectContents(two, [], "of the other gallery while only the first has faces")
    try await trial.store.add(ofTwo, to: two)
    for round in ["", " after a restart"] {
      try await trial.expectContents(one, ofOne, "of the first gallery" + round)
      try await trial.expectContents(two, ofTwo, "of the second gallery" + round)
      try expectEqual(
        try await trial.store.faces(of: PersonID("person"), in: two).count, 10, "faces of a person" + round)
      if round.isEmpty { try await trial.restart() }
    }
    try await trial.store.remove(ofTwo.map(\.id), from: two)
    try await trial.expectContents(one, ofOne, "of the first gallery after removing from the second")
    try await trial.store.add(ofTwo, to: two)
    try await trial.store.removeAll(from: one)
    try await trial.expectContents(two, ofTwo, "of the second gallery after emptying the first")
  }
}
