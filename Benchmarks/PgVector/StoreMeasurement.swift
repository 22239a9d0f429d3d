import Engine
import PgVectorStore

/// One gallery: filled, indexed, searched.
struct StoreMeasurement {
  let port: Int
  let faces: Int
  private let gallery = PgVectorBenchmark.gallery
  private let clock = ContinuousClock()
  private static let limit = 10

  init(port: Int, faces: Int) {
    self.port = port
    self.faces = faces
  }

  func run() async throws -> Report {
    var settings = PgVectorSettings()
    settings.port = port
    settings.database = "postgres"
    settings.user = "postgres"
    let store = PostgresVectorStore(settings: settings, log: SilentLog())
    try await store.start()
    let admin = PlainClient(port: port, setup: "SET search_path = kenali, public")
    var report = Report()
    var source = FaceSource(gallery: gallery)
    try await fill(store, source.faces(faces, perPerson: 5), admin, &report)
    let probes = source.probes(2000)
    try await compare(store, probes, settings, &report)
    try await recall(store, Array(probes.prefix(1000)), &report)
    try await throughput(store, probes, tasks: settings.connections, &report)
    try await singleWrites(store, &source, &report)
    await store.stop()
    return report
  }

  private func fill(
    _ store: PostgresVectorStore, _ given: [FaceRecord], _ admin: PlainClient, _ report: inout Report
  ) async throws {
    let began = clock.now
    for start in stride(from: 0, to: given.count, by: 1000) {
      try await store.add(Array(given[start..<min(start + 1000, given.count)]), to: gallery)
    }
    let elapsed = (clock.now - began) / .seconds(1)
    report.add("copy_rows_per_s", "faces added per second, batches of 1000", Double(given.count) / elapsed, places: 0)
    // The store waits two seconds for more, then builds.
    let waiting = clock.now
    while admin.run(Self.isIndexed) != "t" { try await Task.sleep(for: .milliseconds(100)) }
    report.add(
      "index_build_s", "seconds from the last face to the finished index", (clock.now - waiting) / .seconds(1),
      places: 1)
    admin.run("VACUUM ANALYZE face_512_1")
  }

  private static let isIndexed = """
    SELECT coalesce((SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('face_512_1_hnsw')), false)
    """

  /// In turn, so that a slower minute of the machine hits both.
  private func compare(
    _ store: PostgresVectorStore, _ probes: [Embedding], _ settings: PgVectorSettings, _ report: inout Report
  ) async throws {
    let plain = PlainClient(
      port: port,
      setup: "SET search_path = kenali, public; SET enable_seqscan = off; SET hnsw.ef_search = \(settings.efSearch)")
    plain.prepareSearch(table: "face_512_1", limit: Self.limit)
    let encoded = probes.map { PlainClient.halfVector($0.values) }
    for index in 0..<200 {
      _ = plain.search(encoded[index])
      _ = try await store.search(probes[index], in: gallery, limit: Self.limit)
    }
    var own = Timings()
    var byHand = Timings()
    var empty = 0
    for (probe, bytes) in zip(probes, encoded) {
      own.add(
        try await clock.measure {
          if try await store.search(probe, in: gallery, limit: Self.limit).isEmpty { empty += 1 }
        })
      byHand.add(clock.measure { if plain.search(bytes) != Self.limit { fatalError("a short answer") } })
    }
    report.add("store_p50_ms", "search through the store, p50 ms", own.quantile(0.5), places: 3)
    report.add("store_p99_ms", "search through the store, p99 ms", own.quantile(0.99), places: 3)
    report.add("plain_p50_ms", "the same by plain libpq, p50 ms", byHand.quantile(0.5), places: 3)
    report.add("plain_p99_ms", "the same by plain libpq, p99 ms", byHand.quantile(0.99), places: 3)
    report.add("p50_ratio", "store : plain libpq, p50", own.quantile(0.5) / byHand.quantile(0.5))
    report.add("empty_answers", "empty answers of \(probes.count)", Double(empty), places: 0)
  }

  private func recall(_ store: PostgresVectorStore, _ probes: [Embedding], _ report: inout Report) async throws {
    var first = 0
    var ten = 0
    for probe in probes {
      let exact = try await store.searchExactly(probe, in: gallery, limit: Self.limit)
      let found = try await store.search(probe, in: gallery, limit: Self.limit)
      if found.first?.similarity == exact.first?.similarity { first += 1 }
      ten += Set(found.map(\.id)).intersection(exact.map(\.id)).count
    }
    report.add("recall_at_1", "recall@1 over \(probes.count) probes", Double(first) / Double(probes.count), places: 4)
    report.add("recall_at_10", "recall@10", Double(ten) / Double(probes.count * Self.limit), places: 4)
    var exactly = Timings()
    for probe in probes.prefix(50) {
      exactly.add(
        try await clock.measure { _ = try await store.searchExactly(probe, in: gallery, limit: Self.limit) })
    }
    report.add("exact_p50_ms", "the same without the index, p50 ms", exactly.quantile(0.5), places: 1)
    var counting = Timings()
    for _ in 0..<500 { counting.add(try await clock.measure { _ = try await store.count(in: gallery) }) }
    report.add("count_p50_ms", "count, p50 ms", counting.quantile(0.5), places: 3)
  }

  private func throughput(
    _ store: PostgresVectorStore, _ probes: [Embedding], tasks: Int, _ report: inout Report
  ) async throws {
    let rounds = 4
    let elapsed = try await clock.measure {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<tasks {
          group.addTask { [gallery] in
            for turn in 0..<rounds {
              for index in stride(from: task, to: probes.count, by: tasks) {
                _ = try await store.search(probes[(index + turn) % probes.count], in: gallery, limit: Self.limit)
              }
            }
          }
        }
        try await group.waitForAll()
      }
    }
    report.add(
      "searches_per_s", "searches per second, \(tasks) connections",
      Double(probes.count * rounds) / (elapsed / .seconds(1)),
      places: 0)
  }

  private func singleWrites(
    _ store: PostgresVectorStore, _ source: inout FaceSource, _ report: inout Report
  ) async throws {
    let indexed = source.probes(300)
    var timings = Timings()
    for (index, embedding) in indexed.enumerated() {
      let face = FaceRecord(id: FaceID("late-\(index)"), person: PersonID("late"), embedding: embedding)
      timings.add(try await clock.measure { try await store.add([face], to: gallery) })
    }
    report.add("single_add_p50_ms", "one face added to the indexed gallery, p50 ms", timings.quantile(0.5))
  }
}
