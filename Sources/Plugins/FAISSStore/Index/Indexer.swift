import Engine
import Synchronization

/// Trains and keeps the inverted lists of large galleries on a thread of its own, one gallery at a time, while searches
/// and writes go on. An index lives as long as its gallery is in memory: it is not stored, and made again after loading.
final class Indexer: Sendable {
  /// Rows assigned between two looks at whether the work is still wanted, and the most that one hold of the gallery's
  /// lock moves.
  private static let batch = 1024
  /// Vectors per list that training looks at.
  private static let sampleOfList = 40

  private let beyond: Int
  private let threads: WorkerPool
  private let gate: CallGate
  /// Contents that a job is under way for.
  private let busy = Mutex<Set<ObjectIdentifier>>([])

  /// - Parameter beyond: from how many faces on a gallery has an index.
  init(beyond: Int, threads: WorkerPool, gate: CallGate) {
    self.beyond = beyond
    self.threads = threads
    self.gate = gate
  }

  /// Sees whether a gallery's index needs work and has it done. To be called from within a call, after every change.
  func consider(_ gallery: Gallery, _ contents: GalleryContents) {
    if case .nothing = contents.indexNeed(beyond: beyond) { return }
    guard busy.withLock({ $0.insert(ObjectIdentifier(contents)).inserted }) else { return }
    gate.enterBackground()
    threads.submit {
      self.work(on: gallery, contents)
      _ = self.busy.withLock { $0.remove(ObjectIdentifier(contents)) }
      self.gate.leave()
    }
  }

  private func work(on gallery: Gallery, _ contents: GalleryContents) {
    let isWanted = { self.gate.isOpen && gallery.contents === contents }
    do throws(IndexFailure) {
      while isWanted() {
        switch contents.indexNeed(beyond: beyond) {
        case .nothing: return
        case .removal: contents.removeIndex(declinedWith: 0)
        case .assignment: try assign(contents, isWanted)
        case .calibration: try calibrate(gallery, contents, isWanted)
        case .training(let rows): try train(gallery, contents, rows: rows, isWanted)
        }
        gallery.account(contents)
      }
    } catch {
      gallery.log(.error, "gallery_not_indexed", ["reason": error.text])
    }
  }

  private func train(
    _ gallery: Gallery, _ contents: GalleryContents, rows: Int, _ isWanted: () -> Bool
  ) throws(IndexFailure) {
    let lists = Int((2 * Double(rows).squareRoot()).rounded())
    let sample = contents.sample(lists * Self.sampleOfList)
    let dimension = contents.dimension
    guard sample.count >= lists * dimension,
      let centroids = try Centroids.train(on: sample, dimension: dimension, lists: lists, isWanted: isWanted)
    else { return }
    guard let plan = try Calibration.plan(centroids, in: contents, isWanted: isWanted) else {
      guard isWanted() else { return }
      decline(gallery, contents, rows: rows)
      return
    }
    contents.setIndex(centroids, plan: plan, trainedRows: rows)
    try assign(contents, isWanted)
    gallery.log(
      .info, "gallery_indexed", ["faces": String(rows), "lists": String(lists), "visits": String(plan.visits)])
  }

  private func calibrate(
    _ gallery: Gallery, _ contents: GalleryContents, _ isWanted: () -> Bool
  ) throws(IndexFailure) {
    try assign(contents, isWanted)
    guard let centroids = contents.centroids else { return }
    let plan = try Calibration.plan(centroids, in: contents, isWanted: isWanted)
    guard isWanted() else { return }
    if let plan {
      contents.setPlan(plan)
      gallery.log(.info, "gallery_calibrated", ["visits": String(plan.visits)])
    } else {
      decline(gallery, contents, rows: contents.count)
    }
  }

  private func decline(_ gallery: Gallery, _ contents: GalleryContents, rows: Int) {
    contents.removeIndex(declinedWith: rows)
    gallery.log(.info, "gallery_searched_exactly", ["faces": String(rows)])
  }

  private func assign(_ contents: GalleryContents, _ isWanted: () -> Bool) throws(IndexFailure) {
    while isWanted(), let batch = contents.unassigned(Self.batch) {
      contents.assign(batch.rows, batch.vectors, to: try batch.centroids.lists(of: batch.vectors), of: batch.centroids)
    }
  }
}
