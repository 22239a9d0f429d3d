import Engine
import FAISSStore

/// Durable additions per second.
struct WriteBenchmark {
  let report: Report

  func run() async throws {
    report.begin(["faces/s", "calls/s"])
    for (writers, batch, fsync) in [
      (1, 1, true), (8, 1, true), (64, 1, true), (1, 100, true), (1, 1, false), (8, 1, false),
    ] {
      let calls = fsync ? 400 : 4000
      let seconds = try await time(writers, batch, fsync, calls: calls)
      report.add(
        "\(writers) writers", "\(batch) faces per call\(fsync ? ", fsync" : "")",
        ["faces_per_second": Double(calls * batch) / seconds, "calls_per_second": Double(calls) / seconds])
    }
  }

  private func time(_ writers: Int, _ batch: Int, _ fsync: Bool, calls: Int) async throws -> Double {
    let directory = temporaryDirectory()
    defer { delete(directory) }
    let gallery = GalleryID(tenant: TenantID("t"), model: ModelID("m"), dimension: StoreBenchmark.dimension)
    let store = FAISSVectorStore(settings: FAISSStoreSettings(fsync: fsync), directory: directory, log: SilentLog())
    try await store.start()
    var source = VectorSource(seed: 7, isClustered: false, dimension: StoreBenchmark.dimension)
    let embeddings = (0..<200).map { _ in source.next(model: gallery.model) }
    try await store.add([FaceRecord(id: FaceID("first"), person: PersonID("p"), embedding: embeddings[0])], to: gallery)
    let duration = try await ContinuousClock().measure {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<writers {
          group.addTask {
            for call in stride(from: writer, to: calls, by: writers) {
              let faces = (0..<batch).map { index in
                FaceRecord(
                  id: FaceID("\(call)-\(index)"), person: PersonID("p"), embedding: embeddings[(call + index) % 200])
              }
              try await store.add(faces, to: gallery)
            }
          }
        }
        try await group.waitForAll()
      }
    }
    await store.stop()
    return milliseconds(duration) / 1000
  }
}
