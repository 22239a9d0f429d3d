import Engine
import FAISSStore
import Glibc

/// Thousands of small galleries: what they take in memory beyond their vectors, and how they come and go under a budget.
struct TenantBenchmark {
  /// Faces per gallery, ten of a person.
  static let faces = 100

  let tenants: Int
  let report: Report

  private func gallery(_ tenant: Int) -> GalleryID {
    GalleryID(
      tenant: TenantID("6f1d2c3b-4a5e-4f60-9b7c-\(100_000_000_000 + tenant)"), model: ModelID("m@1"),
      dimension: StoreBenchmark.dimension)
  }

  /// Writes the galleries. In a process of its own: what this leaves of freed memory must not be used again unseen by
  /// the process that measures.
  func write(into directory: String) async throws {
    let store = FAISSVectorStore(
      settings: FAISSStoreSettings(memoryBudgetMB: 64, fsync: false), directory: directory, log: SilentLog())
    try await store.start()
    var source = VectorSource(seed: 5, isClustered: true, dimension: StoreBenchmark.dimension)
    for tenant in 0..<tenants {
      let gallery = gallery(tenant)
      // In two calls, as enrolments come bit by bit.
      for half in 0..<2 {
        let records = (half * Self.faces / 2..<(half + 1) * Self.faces / 2).map { index in
          FaceRecord(
            id: FaceID("0b6b4b2e-7d5f-4c38-a1d7-\(100_000_000_000 + index)"),
            person: PersonID("5f1c9a3d-2e4b-4f6a-8c7d-\(100_000_000_000 + index / 10)"),
            embedding: source.next(model: gallery.model))
        }
        try await store.add(records, to: gallery)
      }
    }
    await store.stop()
  }

  func run() async throws {
    let directory = temporaryDirectory()
    defer { delete(directory) }
    try await runSelf(["small-tenants-write", directory, String(tenants)])
    let raw = tenants * Self.faces * StoreBenchmark.dimension * 4
    report.begin([
      "growth of the process over raw vectors", "accounted over raw vectors", "first search p50 ms", "p99 ms",
      "next search p50 ms", "p99 ms",
    ])
    // Room for all, and for a quarter of them.
    for budget in [1 << 20, raw >> 22] {
      let store = FAISSVectorStore(
        settings: FAISSStoreSettings(memoryBudgetMB: budget), directory: directory, log: SilentLog())
      try await store.start()
      var source = VectorSource(seed: 6, isClustered: false, dimension: StoreBenchmark.dimension)
      let probes = (0..<64).map { _ in source.next(model: ModelID("m@1")) }
      let before = residentBytes()
      let first = try await searches(store, probes)
      let growth = residentBytes() - before
      let again = try await searches(store, probes)
      report.add(
        "\(tenants) galleries of \(Self.faces) faces", "budget of \(budget) MiB",
        [
          "resident_over_raw": Double(growth) / Double(raw),
          "accounted_over_raw": Double(store.memoryBytes) / Double(raw),
          "first_search_p50_ms": first.median, "first_search_p99_ms": first.p99,
          "next_search_p50_ms": again.median, "next_search_p99_ms": again.p99,
        ])
      await store.stop()
    }
  }

  /// One search in each gallery, one after another.
  private func searches(_ store: FAISSVectorStore, _ probes: [Embedding]) async throws -> Timings {
    var tenant = 0
    return try await Timings.of(tenants, warmUp: 0) {
      _ = try await store.search(probes[tenant % probes.count], in: gallery(tenant), limit: StoreBenchmark.limit)
      tenant += 1
    }
  }
}

/// Runs this program with other arguments and waits for its end.
private func runSelf(_ arguments: [String]) async throws {
  var strings: [UnsafeMutablePointer<CChar>?] = ([CommandLine.arguments[0]] + arguments).map { strdup($0) } + [nil]
  defer { for string in strings { free(string) } }
  var child: pid_t = 0
  var status: Int32 = 0
  guard posix_spawn(&child, "/proc/self/exe", nil, nil, &strings, environ) == 0, waitpid(child, &status, 0) == child,
    status == 0
  else { fatalError("the benchmark's second process failed") }
}
