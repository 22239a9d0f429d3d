import Engine

extension VectorStoreConformance {
  static func cancellationRules() -> [Rule] {
    [
      Rule("a cancelled call throws CancellationError or completes, and the store goes on") { trial, count in
        let gallery = trial.gallery()
        let store = trial.store
        let faces = try trial.faces(count, in: gallery)
        try await trial.store.add(faces, to: gallery)
        let probe = try trial.embedding(gallery)
        for round in 0..<40 {
          let search = Task { try await store.search(probe, in: gallery, limit: 5) }
          if round % 2 == 0 { await Task.yield() }
          search.cancel()
          switch await search.result {
          case .success(let matches): try expectEqual(matches.count, 5, "matches of a completed search")
          case .failure(let error): try expect(error is CancellationError, "a cancelled search threw \(error)")
          }
        }
        let after = try await trial.store.search(probe, in: gallery, limit: 5)
        try expectEqual(after.count, 5, "matches after cancelling")
      },
      Rule("a cancelled add is there as a whole or not at all, also after a restart") { trial, _ in
        let gallery = trial.gallery()
        let store = trial.store
        var completed = Set<String>()
        for round in 0..<30 {
          let batch = try (0..<4).map { try trial.face("\(round)-\($0)", person: "person-\(round)", in: gallery) }
          let add = Task { try await store.add(batch, to: gallery) }
          if round % 3 == 0 { await Task.yield() }
          add.cancel()
          switch await add.result {
          case .success: completed.insert("person-\(round)")
          case .failure(let error): try expect(error is CancellationError, "a cancelled add threw \(error)")
          }
        }
        for when in ["after cancelling", "after cancelling and a restart"] {
          let persons = Dictionary(grouping: try await trial.allFaces(gallery, page: 50), by: \.person.rawValue)
          for (person, faces) in persons { try expectEqual(faces.count, 4, "faces of \(person)'s batch \(when)") }
          try expectEqual(Set(persons.keys), completed, "batches there \(when)")
          try await trial.restart()
        }
      },
      Rule("a cancelled remove that returns has removed, and one that throws can be called again") { trial, _ in
        let gallery = trial.gallery()
        let store = trial.store
        for round in 0..<30 {
          let batch = try (0..<4).map { try trial.face("\(round)-\($0)", in: gallery) }
          try await store.add(batch, to: gallery)
          let ids = batch.map(\.id)
          let remove = Task { try await store.remove(ids, from: gallery) }
          if round % 3 == 0 { await Task.yield() }
          remove.cancel()
          switch await remove.result {
          case .success(let removed): try expectEqual(removed, 4, "removed by a completed call")
          case .failure(let error):
            try expect(error is CancellationError, "a cancelled remove threw \(error)")
            try await store.remove(ids, from: gallery)
          }
          try expectEqual(try await store.count(in: gallery), 0, "faces left in round \(round)")
        }
        try await trial.restart()
        try await trial.expectContents(gallery, [], "after cancelling and a restart")
      },
    ]
  }
}
