import CFaiss
import CVectorScan
import Engine
import FAISSStore

/// Searches in one gallery of one size, one thread.
struct SizeBenchmark {
  let faces: Int
  let isClustered: Bool
  let report: Report

  private var gallery: GalleryID {
    GalleryID(tenant: TenantID("t"), model: ModelID("m"), dimension: StoreBenchmark.dimension)
  }
  private var name: String { "\(faces) \(isClustered ? "clustered" : "random")" }
  private var repeats: Int { max(40, min(1000, 10_000_000 / faces)) }

  /// The columns of `row`.
  static let columns = ["p50 ms", "p99 ms", "processor ms", "p50, ratio to reading the codes", "count"]

  private func row(_ what: String, _ timings: Timings?, per queries: Int = 1, reading: Timings?, count: Double? = nil) {
    let share = Double(queries)
    report.add(
      name, what,
      [
        "p50_ms": timings.map { $0.median / share }, "p99_ms": timings.map { $0.p99 / share },
        "processor_ms": timings.map { $0.processorEach / share },
        "ratio": timings.flatMap { timings in reading.map { timings.median / share / $0.median } }, "count": count,
      ])
  }

  func run() async throws {
    var source = VectorSource(seed: 42, isClustered: isClustered, dimension: StoreBenchmark.dimension)
    let embeddings = (0..<faces).map { _ in source.next(model: gallery.model) }
    // Every other probe is near a stored face, for the clustered kind another sample of its person.
    let probes = (0..<64).map { index in
      index % 2 == 0 ? source.next(model: gallery.model) : source.near(embeddings[index * 7919 % faces])
    }
    let directory = temporaryDirectory()
    defer { delete(directory) }
    try await fill(directory, embeddings)
    let reading = try await exact(directory, embeddings, probes)
    if faces >= 50_000 { try await listed(directory, probes, reading) }
    try await peers(embeddings, probes, reading)
  }

  private func fill(_ directory: String, _ embeddings: [Embedding]) async throws {
    let store = FAISSVectorStore(
      settings: FAISSStoreSettings(fsync: false, threads: 1), directory: directory, log: SilentLog())
    try await store.start()
    for start in stride(from: 0, to: faces, by: 1000) {
      let batch = (start..<min(start + 1000, faces)).map { index in
        FaceRecord(
          id: FaceID("0b6b4b2e-7d5f-4c38-a1d7-\(100_000_000_000 + index)"),
          person: PersonID("5f1c9a3d-2e4b-4f6a-8c7d-\(100_000_000_000 + index / 10)"), embedding: embeddings[index])
      }
      try await store.add(batch, to: gallery)
    }
    await store.stop()
  }

  /// Exact search beside its limit: reading as many bytes. They take turns, since a shared machine's memory is now fast,
  /// now slow.
  private func exact(_ directory: String, _ embeddings: [Embedding], _ probes: [Embedding]) async throws -> Timings {
    let store = FAISSVectorStore(settings: FAISSStoreSettings(threads: 1), directory: directory, log: SilentLog())
    try await store.start()
    let loading = try await ContinuousClock().measure { _ = try await store.count(in: gallery) }
    report.add(
      name, "loading",
      ["p50_ms": milliseconds(loading), "p99_ms": nil, "processor_ms": nil, "ratio": nil, "count": nil])
    let memory = MemoryProbe(bytes: faces * kvs_codes_stride(StoreBenchmark.dimension))
    let kernel = KernelProbe(embeddings)
    var turn = 0
    var looked = 0
    var floors: [Float] = []
    for probe in probes {
      let matches = try await store.search(probe, in: gallery, limit: StoreBenchmark.limit)
      // What is left at the end of a scan is what may be as good as the last of the answer.
      floors.append((matches.last?.similarity ?? 1) - 0.01)
    }
    let timings = try await Timings.inTurns(
      repeats,
      [
        { memory.read() },
        {
          turn += 1
          looked += kernel.candidates(probes[turn % 64], floor: floors[turn % 64])
        },
        { _ = try await store.search(probes[turn % 64], in: gallery, limit: StoreBenchmark.limit) },
        {
          try await withThrowingTaskGroup(of: Void.self) { group in
            for probe in probes.prefix(8) {
              group.addTask { [gallery, store] in
                _ = try await store.search(probe, in: gallery, limit: StoreBenchmark.limit)
              }
            }
            try await group.waitForAll()
          }
        },
      ])
    row("reading as many bytes as the codes have", timings[0], reading: timings[0])
    row("the bare loop over the codes", timings[1], reading: timings[0])
    row("store.faiss, exact", timings[2], reading: timings[0])
    row("store.faiss, exact, 8 searches at a time", timings[3], per: 8, reading: timings[0])
    row("rows whose floats are looked at, about", nil, reading: nil, count: Double(looked) / Double(turn))
    report.add(
      name, "bytes per face, vectors 2048 of them",
      [
        "p50_ms": nil, "p99_ms": nil, "processor_ms": nil, "ratio": nil,
        "count": Double(store.memoryBytes) / Double(faces),
      ])
    await store.stop()
    return timings[0]
  }

  /// Search through inverted lists, with its recall.
  private func listed(_ directory: String, _ probes: [Embedding], _ reading: Timings) async throws {
    let log = FirstEvent(of: ["gallery_indexed", "gallery_searched_exactly"])
    let store = FAISSVectorStore(
      settings: FAISSStoreSettings(threads: 1, approximateBeyond: 10_000), directory: directory, log: log)
    try await store.start()
    _ = try await store.count(in: gallery)
    let training = try await ContinuousClock().measure {
      while log.event == nil { try await Task.sleep(for: .milliseconds(10)) }
    }
    report.add(
      name, "\(log.event ?? ""), \(log.fields)",
      ["p50_ms": milliseconds(training), "p99_ms": nil, "processor_ms": nil, "ratio": nil, "count": nil])
    if log.event == "gallery_indexed" {
      var turn = 0
      let timings = try await Timings.of(repeats) {
        turn += 1
        _ = try await store.search(probes[turn % 64], in: gallery, limit: StoreBenchmark.limit)
      }
      row("store.faiss, inverted lists", timings, reading: reading)
      for (kind, remainder) in [("strangers", 0), ("other samples of stored persons", 1)] {
        var hits = 0
        for index in probes.indices where index % 2 == remainder {
          let best = try await store.search(probes[index], in: gallery, limit: 1)
          if best == (try await store.searchExactly(probes[index], in: gallery, limit: 1)) { hits += 1 }
        }
        row("recall@1, \(kind)", nil, reading: nil, count: Double(hits) / 32)
      }
    }
    await store.stop()
  }

  private func peers(_ embeddings: [Embedding], _ probes: [Embedding], _ reading: Timings) async throws {
    guard let index = cfaiss_flat_make(Int64(StoreBenchmark.dimension)) else { fatalError("no FAISS index") }
    defer { cfaiss_flat_free(index) }
    for embedding in embeddings { _ = cfaiss_flat_add(index, 1, embedding.values) }
    for (what, count) in [("FAISS IndexFlatIP", 1), ("FAISS, 8 probes", 8), ("FAISS, 64 probes (OpenBLAS)", 64)] {
      let values = probes.prefix(count).flatMap(\.values)
      var scores = [Float](repeating: 0, count: StoreBenchmark.limit * count)
      var labels = [Int64](repeating: 0, count: StoreBenchmark.limit * count)
      let timings = await Timings.of(max(3, repeats / 10 / count), warmUp: 1) {
        _ = cfaiss_flat_search(index, Int64(count), values, Int64(StoreBenchmark.limit), 1, &scores, &labels)
      }
      row(what, timings, per: count, reading: reading)
    }
  }
}
