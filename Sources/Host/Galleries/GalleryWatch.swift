import Engine
import Synchronization

/// What is known of the galleries' health: for `/health/…`, which an operator watches.
final class GalleryWatch: Sendable {
  /// What can be wrong with a store's copy of a gallery.
  enum Finding: Sendable {
    /// The store found its data damaged, and does not serve it.
    case damaged
    /// The store has fewer samples than the database says: its data is lost or an old one. It is being filled again.
    case incomplete
  }

  private struct Place: Hashable {
    var gallery: GalleryID
    var store: String
  }
  private struct State {
    var findings: [Place: Finding] = [:]
    var isChecked = false
  }
  private let state = Mutex(State())

  /// Notes what was found, or nil for a copy that is right again.
  func note(_ finding: Finding?, of gallery: GalleryID, in store: String) {
    state.withLock { $0.findings[Place(gallery: gallery, store: store)] = finding }
  }

  /// Notes that every gallery has been looked at once.
  func noteChecked() { state.withLock { $0.isChecked = true } }

  /// How many copies have a finding.
  func count(_ finding: Finding) -> Int { state.withLock { $0.findings.values.count { $0 == finding } } }

  /// One word: `checking` until every gallery was looked at, then `healthy`; `damaged` as soon as one has a finding.
  var summary: String {
    state.withLock { state in
      state.findings.isEmpty ? state.isChecked ? "healthy" : "checking" : "damaged"
    }
  }
}
