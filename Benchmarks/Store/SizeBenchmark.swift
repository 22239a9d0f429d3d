import CFaiss
import CVectorScan
import Engine
import FAISSStore

/// Searches in one gallery of one size.
struct SizeBenchmark {
  let faces: Int
  let isClustered: Bool

  private var gallery: GalleryID {
    GalleryID(tenant: TenantID("t"), model: ModelID("m"), dimension: StoreBenchmark.dimension)
  }

  func run() async throws {
    let kind = isClustered ? "clustered" : "random"
    let repeats = max(50, min(1000, 20_000_000 / faces))
    var source = VectorSource(seed: 42, isClustered: isClustered, dimension: StoreBenchmark.dimension)
    let embeddings = (0..<faces).map { _ in source.next(model: gallery.model) }
    // Every other probe is a stored face's neighbour, for the clustered kind.
    let probes = (0..<64).map { index in
      index % 2 == 0 ? source.next(model: gallery.model) : embeddings[index * 7919 % faces]
    }
    let reading = await readingTime(faces, repeats: 30)
    func row(_ what: String, _ timings: Timings, per queries: Int = 1, _ note: String = "") {
      let share = Double(queries)
      print(
        "| \(faces) \(kind) | \(what) | \(text(timings.median / share)) | \(text(timings.p99 / share)) | "
          + "\(text(timings.processorEach / share)) | "
          + "\(text(timings.processorEach / share / reading.processorEach)) | \(note) |")
    }
    row("reading the bytes", reading, "the limit of any f32 scan of one probe")

    let directory = temporaryDirectory()
    defer { delete(directory) }
    var store = FAISSVectorStore(
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

    // Loading: a new store, the file in the page cache.
    store = FAISSVectorStore(settings: FAISSStoreSettings(threads: 1), directory: directory, log: SilentLog())
    try await store.start()
    let before = residentBytes()
    let loading = try await ContinuousClock().measure { _ = try await store.count(in: gallery) }
    let resident = Double(residentBytes() - before) / Double(faces)
    var turn = 0
    let own = try await Timings.of(repeats) {
      turn += 1
      _ = try await store.search(probes[turn % probes.count], in: gallery, limit: StoreBenchmark.limit)
    }
    row("store.faiss", own, "one search at a time, one thread")
    let eight = try await Timings.of(max(10, repeats / 8)) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for probe in probes.prefix(8) {
          group.addTask { [gallery, store] in
            _ = try await store.search(probe, in: gallery, limit: StoreBenchmark.limit)
          }
        }
        try await group.waitForAll()
      }
    }
    row("store.faiss, 8 searches at a time", eight, per: 8, "per search, one thread")

    guard let index = cfaiss_flat_make(Int64(StoreBenchmark.dimension)) else { fatalError("no FAISS index") }
    defer { cfaiss_flat_free(index) }
    for embedding in embeddings { _ = cfaiss_flat_add(index, 1, embedding.values) }
    var best: [Int64] = []
    for (name, count) in [("FAISS IndexFlatIP", 1), ("FAISS, 8 probes", 8), ("FAISS, 64 probes (OpenBLAS)", 64)] {
      let values = probes.prefix(count).flatMap(\.values)
      var scores = [Float](repeating: 0, count: StoreBenchmark.limit * count)
      var labels = [Int64](repeating: 0, count: StoreBenchmark.limit * count)
      let timings = await Timings.of(max(5, repeats / 8 / count)) {
        _ = cfaiss_flat_search(index, Int64(count), values, Int64(StoreBenchmark.limit), 1, &scores, &labels)
      }
      row(name, timings, per: count, count == 1 ? "" : "per probe, one thread")
      best = stride(from: 0, to: labels.count, by: StoreBenchmark.limit).map { labels[$0] }
    }
    var agreeing = 0
    for (probe, label) in zip(probes, best) {
      let match = try await store.search(probe, in: gallery, limit: 1)
      if match.first?.id.rawValue.hasSuffix("\(100_000_000_000 + Int(label))") == true { agreeing += 1 }
    }
    print("| \(faces) \(kind) | nearest as FAISS's | | | | | \(agreeing) of \(probes.count) |")
    print(
      "| \(faces) \(kind) | loading | \(text(milliseconds(loading))) | | | | "
        + "bytes per face: \(store.memoryBytes / faces) accounted, \(Int(resident)) resident (less where freed memory "
        + "is used again) |")
    await store.stop()
  }

  /// One thread reads as many bytes as the vectors have: a bitwise or over them, four registers at a time.
  private func readingTime(_ faces: Int, repeats: Int) async -> Timings {
    let count = faces * StoreBenchmark.dimension
    guard let memory = kvs_rows_resize(nil, 0, count * 4) else { fatalError("no memory") }
    defer { kvs_rows_free(memory, count * 4) }
    for index in 0..<count / 64 { memory.storeBytes(of: UInt8(index & 7), toByteOffset: index * 256, as: UInt8.self) }
    let words = memory.assumingMemoryBound(to: SIMD16<UInt32>.self)
    var sum = SIMD16<UInt32>()
    let timings = await Timings.of(repeats) {
      var sums = (SIMD16<UInt32>(), SIMD16<UInt32>(), SIMD16<UInt32>(), SIMD16<UInt32>())
      for index in stride(from: 0, to: count / 16, by: 4) {
        sums.0 |= words[index]
        sums.1 |= words[index + 1]
        sums.2 |= words[index + 2]
        sums.3 |= words[index + 3]
      }
      sum |= sums.0 | sums.1 | sums.2 | sums.3
    }
    precondition(sum[0] | 1 != 0)
    return timings
  }
}
