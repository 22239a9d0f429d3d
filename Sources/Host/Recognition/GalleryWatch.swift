import Engine
import Synchronization

/// What is known of the galleries' health: for `/health/…`, which an operator watches.
final class GalleryWatch: Sendable {
  /// What can be wrong with a gallery.
  enum Finding: Sendable {
    /// The store found its data damaged, and does not serve it.
    case damaged
    /// The store has fewer samples than the database says: its file is lost or an old one.
    case incomplete
  }

  private struct State {
    var findings: [GalleryID: Finding] = [:]
    var isChecked = false
  }
  private let state = Mutex(State())

  /// Notes what was found, or nil for a gallery that is right again.
  func note(_ finding: Finding?, of gallery: GalleryID) { state.withLock { $0.findings[gallery] = finding } }

  /// Notes that every gallery has been looked at once.
  func noteChecked() { state.withLock { $0.isChecked = true } }

  /// How many galleries have a finding.
  func count(_ finding: Finding) -> Int { state.withLock { $0.findings.values.count { $0 == finding } } }

  /// One word: `checking` until every gallery was looked at, then `healthy`; `damaged` as soon as one has a finding.
  var summary: String {
    state.withLock { state in
      state.findings.isEmpty ? state.isChecked ? "healthy" : "checking" : "damaged"
    }
  }
}
