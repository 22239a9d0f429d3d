import Engine
import Synchronization

/// Holds a sample of the live searches against an exact search of the same store, so that an operator sees what an
/// approximate index really finds, tenant by tenant.
///
/// Stores that promise exactness are not sampled. One comparison runs at a time, after the answer has been given; what
/// comes meanwhile is left out. A face that is added or removed between the two searches counts as a miss: the figure is
/// a little too low rather than too high.
final class RecallMeter: Sendable {
  private let rate: Double
  private let records: RecallRecords
  private let log: any EventLog
  private let isBusy = Mutex(false)
  /// Matches compared.
  private static let depth = 10

  /// - Parameter rate: the share of searches to sample, 0…1.
  init(rate: Double, records: RecallRecords, log: any EventLog) {
    self.rate = rate
    self.records = records
    self.log = log
  }

  /// Perhaps samples a search that has been answered.
  func consider(_ probe: Embedding, in gallery: GalleryID, of store: StoreHandle, answered matches: [FaceMatch]) {
    guard case .recallFloor = store.guarantee, Double.random(in: 0..<1) < rate else { return }
    let isFree = isBusy.withLock { isBusy in
      defer { isBusy = true }
      return !isBusy
    }
    guard isFree else { return }
    Task(priority: .background) {
      await measure(probe, gallery, store, matches)
      isBusy.withLock { $0 = false }
    }
  }

  private func measure(_ probe: Embedding, _ gallery: GalleryID, _ store: StoreHandle, _ matches: [FaceMatch]) async {
    do {
      let exact = try await store.use { try await $0.searchExactly(probe, in: gallery, limit: Self.depth) }
      let sample = Self.compare(
        matches, with: exact, tolerance: store.precision * Float(gallery.dimension).squareRoot())
      try await records.add(sample, store: store.id, tenant: gallery.tenant, model: gallery.model)
    } catch {
      log.write(.warning, component: "galleries", event: "recall_not_measured", ["reason": "\(error)"])
    }
  }

  /// A match counts as found where it is at least as similar as the exact one of its place: equally similar faces may
  /// come in any order.
  static func compare(_ matches: [FaceMatch], with exact: [FaceMatch], tolerance: Float) -> RecallRecords.Sum {
    guard let nearest = exact.first, let last = exact.last else { return RecallRecords.Sum() }
    let isFound = matches.first.map { $0.similarity >= nearest.similarity - tolerance } ?? false
    let found = matches.prefix(exact.count).count { $0.similarity >= last.similarity - tolerance }
    return RecallRecords.Sum(probes: 1, nearestFound: isFound ? 1 : 0, wanted: exact.count, found: found)
  }
}
