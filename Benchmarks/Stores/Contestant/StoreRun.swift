import Engine
import Glibc

/// A `VectorStore` filled and searched.
struct StoreRun {
  /// When the store builds an index that searches should have.
  enum Wait { case never, afterWriting, afterOpening }

  struct Store {
    let store: any VectorStore
    let log: IndexLog
    let waits: Wait
  }

  private static let batch = 1000
  private let data: DataSet
  private let store: any VectorStore
  private let log: IndexLog
  private let waits: Wait

  init(_ data: DataSet, _ given: Store) {
    self.data = data
    store = given.store
    log = given.log
    waits = given.waits
  }

  /// Adds all faces, durably, as many calls one after another.
  func write() async throws -> Figures {
    var figures = Figures()
    try await store.start()
    let clock = ContinuousClock()
    let began = clock.now
    // Reading and making records is not the store's work.
    var making = Duration.zero
    for tenant in 0..<data.tenants {
      let end = (tenant + 1) * data.facesEach
      for start in stride(from: tenant * data.facesEach, to: end, by: Self.batch) {
        let from = clock.now
        let records = try data.records(start..<min(start + Self.batch, end))
        making += clock.now - from
        try await store.add(records, to: data.gallery(tenant))
      }
    }
    if waits == .afterWriting { try await log.wait() }
    figures["build_s"] = (clock.now - began - making) / .seconds(1)
    await store.stop()
    return figures
  }

  /// Opens what `write` has left, until a search in each gallery is answered, then measures searches and closes
  /// it once they are reported.
  func search(_ report: (Figures) -> Void) async throws {
    let before = residentBytes()
    let opening = try await ContinuousClock().measure {
      try await store.start()
      for tenant in 0..<data.tenants {
        _ = try await store.search(
          data.probes[tenant % data.probes.count], in: data.gallery(tenant), limit: DataSet.limit)
      }
      if waits == .afterOpening { try await log.wait() }
    }
    let memory = residentBytes() - before
    var figures = try await Measurement(data: data).run { [data, store] probe in
      let gallery = data.gallery(data.probeTenants[probe])
      return try await store.search(data.probes[probe], in: gallery, limit: DataSet.limit).map {
        DataSet.row(of: $0.id)
      }
    }
    figures["build_s"] = opening / .seconds(1)
    figures["memory_bytes"] = Double(memory)
    report(figures)
    await store.stop()
  }
}
