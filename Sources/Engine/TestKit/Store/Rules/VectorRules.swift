import Engine

extension VectorStoreConformance {
  static func vectorRules() -> [Rule] {
    [
      Rule("zero and NaN vectors cannot be made, and those next to them are kept, found and compared as any other") {
        trial, _ in
        let gallery = trial.gallery()
        let zeros = [Float](repeating: 0, count: gallery.dimension)
        for bad in [Float.nan, .infinity, -.infinity, 0] {
          var values = zeros
          values[1] = bad
          try expect(
            Embedding(model: gallery.model, normalizing: values) == nil, "Engine makes a vector of zeros and \(bad)")
        }
        // The opposite of a vector, nothing but one number, numbers too small for a normal Float, all of them equal.
        var extremes: [[Float]] = []
        for number in [1, -1, Float.leastNonzeroMagnitude, .greatestFiniteMagnitude] {
          var values = zeros
          values[extremes.count / 2] = number
          extremes.append(values)
        }
        var tiny = [Float](repeating: .leastNonzeroMagnitude, count: gallery.dimension)
        tiny[7] = -1
        extremes += [tiny, zeros.map { _ in -0.25 }, zeros.map { _ in 0.25 }]
        let faces = try extremes.enumerated().map { index, values in
          guard let embedding = Embedding(model: gallery.model, normalizing: values) else {
            throw ExpectationFailure("Engine refuses a vector that has a direction")
          }
          return FaceRecord(id: FaceID("extreme-\(index)"), person: PersonID("p\(index)"), embedding: embedding)
        }
        try await trial.store.add(faces, to: gallery)
        let oracle = SearchOracle(faces: faces, tolerance: trial.tolerance(gallery))
        for when in ["after adding", "after a restart"] {
          try await trial.expectContents(gallery, faces, when)
          for face in faces {
            let matches = try await trial.store.search(face.embedding, in: gallery, limit: faces.count)
            try oracle.expectSound(matches, face.embedding, limit: faces.count)
          }
          try await trial.restart()
        }
      },
      Rule("equal vectors under different ids are different faces") { trial, _ in
        let gallery = trial.gallery()
        let embedding = try trial.embedding(gallery)
        let faces = (0..<5).map {
          FaceRecord(id: FaceID("twin-\($0)"), person: PersonID("p\($0)"), embedding: embedding)
        }
        try await trial.store.add(faces, to: gallery)
        try await trial.expectContents(gallery, faces, "of twins")
      },
    ]
  }
}
