import Engine

extension VectorStoreConformance {
  static func writeRules() -> [Rule] {
    [
      Rule("adding nothing is no error") { trial, _ in
        let gallery = trial.gallery()
        try await trial.store.add([], to: gallery)
        try await trial.expectContents(gallery, [], "after adding nothing")
      },
      Rule("an id that is there already is refused as a duplicate, and nothing of the batch is added") { trial, _ in
        let gallery = trial.gallery()
        let faces = try trial.faces(10, in: gallery)
        try await trial.store.add(faces, to: gallery)
        let batch = try [
          trial.face("new-1", in: gallery), trial.face("face-3", in: gallery), trial.face("new-2", in: gallery),
        ]
        try await trial.expectError("adding a known id", { $0 == .duplicate(FaceID("face-3")) }) {
          try await trial.store.add(batch, to: gallery)
        }
        try await trial.expectContents(gallery, faces, "after a refused batch")
        try await trial.restart()
        try await trial.expectContents(gallery, faces, "after a refused batch and a restart")
      },
      Rule("an id twice in one batch is refused as a duplicate, and nothing of the batch is added") { trial, _ in
        let gallery = trial.gallery()
        let batch = try ["a", "b", "a"].map { try trial.face($0, in: gallery) }
        try await trial.expectError("adding an id twice", { $0 == .duplicate(FaceID("a")) }) {
          try await trial.store.add(batch, to: gallery)
        }
        try await trial.expectContents(gallery, [], "after a refused batch")
      },
      Rule("a vector of another model or length is refused, and nothing of the batch is added") { trial, _ in
        let gallery = trial.gallery()
        for other in [trial.gallery(model: "model@2"), trial.gallery(dimension: StoreTrial.dimension - 1)] {
          let batch = try [trial.face("right", in: gallery), trial.face("wrong", in: other)]
          try await trial.expectError("adding it", isMismatch) { try await trial.store.add(batch, to: gallery) }
          try await trial.expectContents(gallery, [], "after a refused batch")
        }
      },
    ]
  }

  static func removalRules() -> [Rule] {
    [
      Rule("what was removed is forgotten by every way of asking, also after a restart") { trial, count in
        let gallery = trial.gallery()
        var faces = try trial.faces(count, in: gallery)
        try await trial.store.add(faces, to: gallery)
        let gone = stride(from: 0, to: count, by: 3).map { faces[$0] }
        faces.removeAll { face in gone.contains { $0.id.bytes == face.id.bytes } }
        try expectEqual(try await trial.store.remove(gone.map(\.id), from: gallery), gone.count, "removed")
        for when in ["after removing", "after removing and a restart"] {
          try await trial.expectContents(gallery, faces, when)
          for face in gone.prefix(20) {
            let matches = try await trial.store.search(face.embedding, in: gallery, limit: 3)
            try expect(!matches.contains { $0.id == face.id }, "found \(face.id) \(when)")
            let own = try await trial.store.faces(of: face.person, in: gallery)
            try expect(!own.contains { $0.id == face.id }, "the person still has \(face.id) \(when)")
          }
          try await trial.restart()
        }
      },
      Rule("remove counts each face once and ignores ids that are not there") { trial, _ in
        let gallery = trial.gallery()
        let faces = try trial.faces(4, in: gallery)
        try await trial.store.add(faces, to: gallery)
        let ids = [faces[1].id, FaceID("unknown"), faces[1].id, faces[2].id]
        try expectEqual(try await trial.store.remove(ids, from: gallery), 2, "removed")
        try expectEqual(try await trial.store.remove(ids, from: gallery), 0, "removed the second time")
        try expectEqual(try await trial.store.remove([], from: gallery), 0, "removed of nothing")
        try await trial.expectContents(gallery, [faces[0], faces[3]], "after removing")
      },
      Rule("an id that was removed may be added again, and has its new vector and person") { trial, _ in
        let gallery = trial.gallery()
        let faces = try trial.faces(5, in: gallery)
        try await trial.store.add(faces, to: gallery)
        try await trial.store.remove([faces[2].id], from: gallery)
        let again = try trial.face(faces[2].id.rawValue, person: "somebody else", in: gallery)
        try await trial.store.add([again], to: gallery)
        let expected = [faces[0], faces[1], again, faces[3], faces[4]]
        try await trial.expectContents(gallery, expected, "after adding again")
        try await trial.restart()
        try await trial.expectContents(gallery, expected, "after adding again and a restart")
      },
      Rule("removeAll empties the gallery, also after a restart, and it can be used again") { trial, _ in
        let gallery = trial.gallery()
        let faces = try trial.faces(50, in: gallery)
        try await trial.store.add(faces, to: gallery)
        try await trial.store.removeAll(from: gallery)
        try await trial.expectContents(gallery, [], "after removeAll")
        try await trial.restart()
        try await trial.expectContents(gallery, [], "after removeAll and a restart")
        try await trial.store.add(faces, to: gallery)
        try await trial.expectContents(gallery, faces, "after adding again")
      },
    ]
  }
}
