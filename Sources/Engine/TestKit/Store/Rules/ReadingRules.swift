import Engine

extension VectorStoreConformance {
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
              try expectSame(face, original, precision: trial.store.precision, "in faces(of:)")
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
